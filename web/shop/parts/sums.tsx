/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import type { CartPriced } from '#act/storefront/contract';
import { useShop } from '../front.ts';
import { money } from '../words.ts';

export function Sums({ priced }: { priced: CartPriced }) {
  const { front } = useShop();
  const missing = front.shipping.free_from - priced.subtotal;
  const more = money(missing, front.currency);
  return (
    <>
      <dl class="sums">
        <div>
          <dt>{t`Goods`}</dt>
          <dd>{money(priced.subtotal, front.currency)}</dd>
        </div>
        <div>
          <dt>{t`Delivery`}</dt>
          <dd>{priced.shipping === 0 ? t`free` : money(priced.shipping, front.currency)}</dd>
        </div>
        <div class="total">
          <dt>{t`Total`}</dt>
          <dd>{money(priced.total, front.currency)}</dd>
        </div>
      </dl>
      {priced.shipping > 0 && missing > 0 && <p class="hint">{t`For ${more} more, delivery is free.`}</p>}
    </>
  );
}
