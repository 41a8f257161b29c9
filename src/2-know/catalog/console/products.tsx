/** All products, as the channels list them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  type ApiPage,
  api,
  type Column,
  type Filter,
  Instant,
  ListPage,
  Mono,
  PageFrame,
  useWords,
  Verbatim,
  visible,
} from '#console/kit';
import type { ChannelItem } from '#know/channels/contract';
import type { ProductGroups, ProductItem } from '../contract.ts';
import { ProductStatus, useProductWords } from './product-words.tsx';

export default function ProductsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  return (
    <PageFrame
      title={t`Products`}
      lead={<Trans>Each product once, however many channels list it and whatever they call it.</Trans>}
    >
      <ListPage<ProductItem>
        page="products"
        endpoint="/api/products"
        label={t`Products`}
        columns={useProductColumns()}
        search={t`Title, SKU or barcode`}
        sort="-updated_at"
        filters={useProductFilters()}
        rowId={(product) => product.id}
        onOpen={(product) => void navigate({ to: `/products/${product.id}` })}
        empty={{
          icon: IconTag,
          title: t`No products yet`,
          text: <Trans>They come with orders and with a table of products: take one in under Imports.</Trans>,
        }}
      />
    </PageFrame>
  );
}

const optionsOf = (items: readonly { id: string; name: string }[] | undefined) =>
  (items ?? []).map(({ id, name }) => ({ value: id, label: visible(name) }));

function useProductFilters(): Filter[] {
  const { t } = useLingui();
  const { kinds, statuses } = useProductWords();
  const groups = useQuery({
    queryKey: ['/api/product-groups'],
    queryFn: ({ signal }) => api.get<ProductGroups>('/api/product-groups', { signal }),
    staleTime: 60_000,
  });
  const channels = useQuery({
    queryKey: ['/api/channels', 'pulse'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ChannelItem>>('/api/channels', { query: { limit: 200 }, signal }),
  });
  const choice = (name: string, label: string, options: { value: string; label: string }[]): Filter => ({
    name,
    label,
    kind: 'choice',
    options,
  });
  const worded = (words: Record<string, string>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }));
  return [
    choice('category', t`Category`, optionsOf(groups.data?.categories)),
    choice('brand', t`Brand`, optionsOf(groups.data?.brands)),
    choice('supplier', t`Supplier`, optionsOf(groups.data?.suppliers)),
    choice('channel', t`Channel`, optionsOf(channels.data?.items)),
    choice('status', t`State`, worded(statuses)),
    choice('kind', t`Kind`, worded(kinds)),
  ];
}

function useProductColumns(): Column<ProductItem>[] {
  const { t } = useLingui();
  const { number } = useWords();
  const { kinds, range } = useProductWords();
  return useMemo(
    () => [
      {
        id: 'title',
        title: t`Title`,
        sort: 'title',
        cell: (product) => <Verbatim longest={80}>{product.title || product.id}</Verbatim>,
      },
      { id: 'sku', title: t`SKU`, cell: (product) => product.sku && <Mono longest={40}>{product.sku}</Mono> },
      {
        id: 'category',
        title: t`Category`,
        cell: (product) => product.category && <Verbatim longest={60}>{product.category}</Verbatim>,
      },
      {
        id: 'brand',
        title: t`Brand`,
        cell: (product) => product.brand && <Verbatim longest={40}>{product.brand}</Verbatim>,
      },
      {
        id: 'supplier',
        title: t`Supplier`,
        optional: true,
        cell: (product) => product.supplier && <Verbatim longest={40}>{product.supplier}</Verbatim>,
      },
      { id: 'kind', title: t`Kind`, optional: true, cell: (product) => kinds[product.kind] },
      { id: 'state', title: t`State`, cell: (product) => <ProductStatus status={product.status} /> },
      {
        id: 'channels',
        title: t`Channels`,
        cell: (product) => (
          <Verbatim longest={60}>{product.channels.map(({ name }) => name).join(' · ')}</Verbatim>
        ),
      },
      {
        id: 'variants',
        title: t`Variants`,
        end: true,
        optional: true,
        cell: (product) => number(product.variants),
      },
      { id: 'price', title: t`Price`, end: true, cell: (product) => product.price && range(product.price) },
      {
        id: 'stock',
        title: t`Stock`,
        end: true,
        cell: (product) => product.stock !== null && number(product.stock),
      },
      {
        id: 'updated',
        title: t`Changed`,
        sort: 'updated_at',
        cell: (product) => <Instant at={product.updated_at} brief />,
      },
    ],
    [t, number, kinds, range],
  );
}
