/** @jsxImportSource preact */
/** A list of goods: a category, what was searched for, or everything. */
import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'preact/hooks';
import type { GoodsItem, GoodsPage } from '#act/storefront/contract';
import type { PageProps } from '../app.tsx';
import { ask, useAsk } from '../ask.ts';
import { useShop } from '../front.ts';
import { GoodsGrid, GridSkeleton } from '../parts/goods-grid.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useTitle } from '../parts/title.tsx';
import { go, Link } from '../router.tsx';
import { listViewed, searched } from '../tell.ts';
import { said } from '../words.ts';

export function ShelfPage({ place, id }: PageProps) {
  const { front, categories } = useShop();
  const q = place.path === '/search' ? (place.query.get('q') ?? '').slice(0, 100) : '';
  const sort = place.query.get('sort') ?? '-newest';
  const category = categories.find((one) => one.id === id);
  const title = id ? (category ? said(category.name) : '') : q ? t`Search: ${q}` : t`Everything`;
  useTitle(title);
  const query = new URLSearchParams({ sort, ...(q && { q }), ...(id && { category: id }) });
  const { data, failure } = useAsk<GoodsPage>(`/goods?${query}`);
  const [more, setMore] = useState<{ of: GoodsPage; items: GoodsItem[]; next: string | null } | null>(null);
  const further = more && more.of === data ? more : null;
  const next = further ? further.next : (data?.next ?? null);
  const items = [...(data?.items ?? []), ...(further?.items ?? [])];
  useEffect(() => {
    if (q !== '') searched(q);
  }, [q]);
  useEffect(() => {
    if (data && q === '' && title !== '') listViewed(title, data.items, front.currency);
  }, [data, q, title, front.currency]);
  const loadMore = async (): Promise<void> => {
    if (!data || !next) return;
    const page = await ask<GoodsPage>(`/goods?${query}&after=${encodeURIComponent(next)}`);
    setMore({ of: data, items: [...(further?.items ?? []), ...page.items], next: page.next });
  };
  return (
    <>
      <div class="listHead">
        <h1>{title}</h1>
        <SortChoice value={sort} path={place.path} query={place.query} />
      </div>
      <Refusal failure={failure} />
      {!data && !failure && <GridSkeleton />}
      {data && items.length === 0 && (
        <p class="empty">
          {t`Nothing was found.`} <Link to="/all">{t`See everything`}</Link>
        </p>
      )}
      <GoodsGrid items={items} />
      {next && (
        <p class="more">
          <button type="button" class="second" onClick={() => void loadMore()}>
            {t`Show more`}
          </button>
        </p>
      )}
    </>
  );
}

function SortChoice({ value, path, query }: { value: string; path: string; query: URLSearchParams }) {
  const choose = (sort: string): void => {
    const next = new URLSearchParams(query);
    next.set('sort', sort);
    go(`${path}?${next}`, { replace: true });
  };
  return (
    <label class="sort">
      <span>{t`Order by`}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="-newest">{t`Newest`}</option>
        <option value="price">{t`Price, lowest first`}</option>
        <option value="-price">{t`Price, highest first`}</option>
      </select>
    </label>
  );
}
