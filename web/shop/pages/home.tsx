/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import type { GoodsPage } from '#act/storefront/contract';
import { useAsk } from '../ask.ts';
import { useShop } from '../front.ts';
import { GoodsGrid, GridSkeleton } from '../parts/goods-grid.tsx';
import { Picture } from '../parts/picture.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useTitle } from '../parts/title.tsx';
import { Link } from '../router.tsx';
import { said } from '../words.ts';

const IN_HERO = 3;

export function HomePage() {
  const { categories } = useShop();
  const { data, failure } = useAsk<GoodsPage>('/goods?limit=13');
  useTitle('');
  const items = data?.items ?? [];
  const roots = categories.filter(({ parent }) => parent === null);
  return (
    <>
      <section class="hero">
        <div class="heroWords">
          <h1>{t`Small things that make a day good`}</h1>
          <p>{t`Tea, things for the home and the bath, snacks and gifts, chosen one by one and sent within two days.`}</p>
          <Link to="/all" class="first">
            {t`See everything`}
          </Link>
        </div>
        <div class="heroPictures">
          {items.slice(0, IN_HERO).map((goods) => (
            <Link key={goods.id} to={`/p/${goods.id}`} label={said(goods.name)}>
              <Picture id={goods.id} name={said(goods.name)} eager />
            </Link>
          ))}
        </div>
      </section>
      <Refusal failure={failure} />
      <section aria-labelledby="new">
        <h2 id="new">{t`New in the shop`}</h2>
        {data ? <GoodsGrid items={items.slice(IN_HERO)} /> : <GridSkeleton count={10} />}
      </section>
      {roots.length > 0 && (
        <section aria-labelledby="shelves">
          <h2 id="shelves">{t`All shelves`}</h2>
          <ul class="shelves">
            {roots.map((category) => (
              <li key={category.id}>
                <Link to={`/c/${category.id}`}>
                  {said(category.name)} <small>{category.goods}</small>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
