/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'preact/hooks';
import type { CartPriced } from '#act/storefront/contract';
import { setQuantity } from '../cart.ts';
import { useShop } from '../front.ts';
import { Picture } from '../parts/picture.tsx';
import { usePricedCart } from '../parts/priced-cart.ts';
import { Quantity } from '../parts/quantity.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Sums } from '../parts/sums.tsx';
import { useTitle } from '../parts/title.tsx';
import { go, Link } from '../router.tsx';
import { cartViewed, productRemoved } from '../tell.ts';
import { money, said } from '../words.ts';

export function CartPage() {
  const { front } = useShop();
  const { priced, failure, isEmpty, cart } = usePricedCart();
  const told = useRef(false);
  useTitle(t`Cart`);
  useEffect(() => {
    if (!priced || told.current) return;
    told.current = true;
    cartViewed(priced, front.currency, cart);
  }, [priced, front.currency, cart]);
  if (isEmpty)
    return (
      <>
        <h1>{t`Cart`}</h1>
        <p class="empty">
          {t`There is nothing in it yet.`} <Link to="/all">{t`See everything`}</Link>
        </p>
      </>
    );
  const wrong = priced?.lines.some(({ quantity, left }) => quantity > left) || (priced?.gone.length ?? 0) > 0;
  return (
    <>
      <h1>{t`Cart`}</h1>
      <Refusal failure={failure} />
      {!priced && !failure && <div class="frame shimmer" aria-busy="true" />}
      {priced && (
        <div class="cart">
          <div>
            <Gone ids={priced.gone} />
            <ul class="lines">
              {priced.lines.map((line) => (
                <Line key={line.variant} line={line} cart={cart} />
              ))}
            </ul>
          </div>
          <aside class="summary">
            <Sums priced={priced} />
            <button
              type="button"
              class="first wide"
              disabled={wrong || priced.lines.length === 0}
              onClick={() => go('/checkout')}
            >
              {t`To the checkout`}
            </button>
          </aside>
        </div>
      )}
    </>
  );
}

function Line({ line, cart }: { line: CartPriced['lines'][number]; cart: string }) {
  const { front } = useShop();
  const name = said(line.name);
  const remove = (): void => {
    productRemoved(line, front.currency, cart);
    setQuantity(line.variant, 0);
  };
  return (
    <li>
      <Link to={`/p/${line.product}`} label={name}>
        <Picture id={line.product} name={name} />
      </Link>
      <div class="lineWords">
        <Link to={`/p/${line.product}`}>{name}</Link>
        <small>{said(line.variant_name)}</small>
        {line.quantity > line.left && (
          <small class="few" role="alert">
            {line.left === 0 ? t`Sold out` : t`Only ${line.left} left`}
          </small>
        )}
        <span class="lineTools">
          <Quantity
            value={line.quantity}
            most={Math.max(1, line.left)}
            change={(quantity) => setQuantity(line.variant, quantity)}
            label={t`Pieces of ${name}`}
          />
          <button type="button" class="plain" onClick={remove} aria-label={t`Take out: ${name}`}>
            {t`Take out`}
          </button>
        </span>
      </div>
      <strong class="lineSum">{money(line.amount, front.currency)}</strong>
    </li>
  );
}

function Gone({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <p class="refusal" role="alert">
      {t`Something in your cart is not sold any more.`}{' '}
      <button
        type="button"
        class="plain"
        onClick={() => {
          for (const id of ids) setQuantity(id, 0);
        }}
      >
        {t`Take it out`}
      </button>
    </p>
  );
}
