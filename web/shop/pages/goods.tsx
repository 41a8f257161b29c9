/** @jsxImportSource preact */
/** One product: its picture, its variants, and the way into the cart. */
import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'preact/hooks';
import type { GoodsDetail } from '#act/storefront/contract';
import type { PageProps } from '../app.tsx';
import { useAsk } from '../ask.ts';
import { put, theCart, useCart } from '../cart.ts';
import { useShop } from '../front.ts';
import { GoodsGrid, Price } from '../parts/goods-grid.tsx';
import { CheckIcon } from '../parts/icons.tsx';
import { Picture } from '../parts/picture.tsx';
import { Quantity } from '../parts/quantity.tsx';
import { useTitle } from '../parts/title.tsx';
import { Link } from '../router.tsx';
import { productAdded, productViewed } from '../tell.ts';
import { said } from '../words.ts';
import { NotFoundPage } from './not-found.tsx';

export function GoodsPage({ id }: PageProps) {
  const { front, categories } = useShop();
  const { data: goods, failure } = useAsk<GoodsDetail>(`/goods/${id}`);
  const category = categories.find((one) => one.id === goods?.category);
  const categoryName = category ? said(category.name) : '';
  useTitle(goods ? said(goods.name) : '');
  const handle = goods?.handle;
  // biome-ignore lint/correctness/useExhaustiveDependencies: told once for each product that was looked at
  useEffect(() => {
    const [first] = goods?.variants ?? [];
    if (goods && first) productViewed(goods, first, front.currency, categoryName);
  }, [handle]);
  if (failure) return <NotFoundPage />;
  if (!goods)
    return (
      <div class="goods" aria-busy="true">
        <span class="frame shimmer" />
      </div>
    );
  return (
    <>
      {category && (
        <nav class="way" aria-label={t`Where this stands`}>
          <Link to={`/c/${category.id}`}>{categoryName}</Link>
        </nav>
      )}
      <article class="goods">
        <span class="frame">
          <Picture id={goods.id} name={said(goods.name)} eager />
        </span>
        <div class="goodsWords">
          {goods.brand && <p class="brandName">{said(goods.brand)}</p>}
          <h1>{said(goods.name)}</h1>
          <Buy goods={goods} />
          {said(goods.description) && <p class="told">{said(goods.description)}</p>}
          {goods.facts.length > 0 && (
            <dl class="facts">
              {goods.facts.map((fact) => (
                <div key={fact.name.en}>
                  <dt>{said(fact.name)}</dt>
                  <dd>{said(fact.value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </article>
      {goods.beside.length > 0 && (
        <section aria-labelledby="beside">
          <h2 id="beside">{t`Beside it on the shelf`}</h2>
          <GoodsGrid items={goods.beside} />
        </section>
      )}
    </>
  );
}

function Buy({ goods }: { goods: GoodsDetail }) {
  const { front, announce } = useShop();
  const firstThere = goods.variants.find(({ left }) => left > 0) ?? goods.variants[0];
  const [chosen, setChosen] = useState(firstThere?.id ?? '');
  const [quantity, setQuantity] = useState(1);
  const [added, setAdded] = useState(false);
  const inCart = useCart().lines.find((line) => line.variant === chosen)?.quantity ?? 0;
  const variant = goods.variants.find((one) => one.id === chosen) ?? firstThere;
  if (!variant) return null;
  const free = Math.max(0, variant.left - inCart);
  const pieces = Math.min(quantity, Math.max(1, free));
  const add = (): void => {
    put(variant.id, pieces);
    productAdded(goods, variant, front.currency, { cart: theCart().id, quantity: pieces });
    setAdded(true);
    announce(t`${said(goods.name)} is in your cart.`);
  };
  return (
    <div class="buy">
      <p class="buyPrice">
        <Price now={variant.price} before={variant.before} />
      </p>
      {goods.variants.length > 1 && (
        <fieldset class="variants">
          <legend>{t`Choose`}</legend>
          {goods.variants.map((one) => (
            <label key={one.id}>
              <input
                type="radio"
                name="variant"
                value={one.id}
                checked={one.id === variant.id}
                disabled={one.left === 0}
                onChange={() => {
                  setChosen(one.id);
                  setAdded(false);
                }}
              />
              <span>
                {said(one.name)}
                {one.left === 0 && <small> {t`sold out`}</small>}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <div class="buyRow">
        <Quantity value={pieces} most={Math.max(1, free)} change={setQuantity} label={t`Pieces`} />
        <button type="button" class="first" disabled={free === 0} onClick={add}>
          {variant.left === 0 ? t`Sold out` : free === 0 ? t`All of it is in your cart` : t`Add to cart`}
        </button>
      </div>
      {variant.left > 0 && variant.left <= 5 && <p class="few">{t`Only ${variant.left} left`}</p>}
      {added && (
        <p class="added">
          <CheckIcon /> {t`In your cart.`} <Link to="/cart">{t`Look at the cart`}</Link>
        </p>
      )}
    </div>
  );
}
