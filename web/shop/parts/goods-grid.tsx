/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import type { GoodsItem } from '#act/storefront/contract';
import { useShop } from '../front.ts';
import { Link } from '../router.tsx';
import { money, said } from '../words.ts';
import { Picture } from './picture.tsx';

export const GoodsGrid = ({ items }: { items: readonly GoodsItem[] }) => (
  <ul class="grid">
    {items.map((goods) => (
      <li key={goods.id}>
        <GoodsCard goods={goods} />
      </li>
    ))}
  </ul>
);

function GoodsCard({ goods }: { goods: GoodsItem }) {
  const name = said(goods.name);
  return (
    <Link to={`/p/${goods.id}`} class="card">
      <span class="frame">
        <Picture id={goods.id} name={name} />
        {goods.sold_out && <span class="mark">{t`Sold out`}</span>}
        {!goods.sold_out && goods.before !== null && <span class="mark reduced">{t`Reduced`}</span>}
      </span>
      <span class="cardName">{name}</span>
      <Price now={goods.price} before={goods.before} />
    </Link>
  );
}

export function Price({ now, before }: { now: number; before: number | null }) {
  const { front } = useShop();
  return (
    <span class="price">
      <span class={before === null ? undefined : 'priceNow'}>{money(now, front.currency)}</span>
      {before !== null && (
        <s>
          <span class="unseen">{t`before`} </span>
          {money(before, front.currency)}
        </s>
      )}
    </span>
  );
}

/** In the shape of what comes. */
export const GridSkeleton = ({ count = 8 }: { count?: number }) => (
  <ul class="grid" aria-busy="true" aria-label={t`Loading`}>
    {Array.from({ length: count }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
      <li key={index}>
        <span class="card">
          <span class="frame shimmer" />
          <span class="line shimmer" />
        </span>
      </li>
    ))}
  </ul>
);
