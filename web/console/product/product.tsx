import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, mayOpen, PageFrame, ProblemNote, useMe, Verbatim } from '#console/kit';
import { SoldLately } from '#decide/metrics/console';
import { Details, Prices, Variants } from '#know/catalog/console';
import type { ProductDetail } from '#know/catalog/contract';
import css from './product.module.css';

export default function ProductPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/products', id],
    queryFn: ({ signal }) => api.get<ProductDetail>(`/api/products/${id}`, { signal }),
  });
  if (data) return <Product product={data} />;
  return (
    <PageFrame title={t`Product`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={320} />}
    </PageFrame>
  );
}

function Product({ product }: { product: ProductDetail }) {
  const { t } = useLingui();
  const { role } = useMe();
  return (
    <PageFrame
      title={t`Product`}
      heading={<Verbatim longest={120}>{product.title || product.id}</Verbatim>}
      lead={product.category && <Verbatim longest={120}>{product.category}</Verbatim>}
    >
      <Variants product={product} />
      <div className={css.columns}>
        <Details product={product} />
        <Prices product={product} />
        {mayOpen(role, ['analyst', 'marketer', 'operations', 'developer']) && (
          <SoldLately product={product.id} channels={product.channels.map(({ id }) => id)} />
        )}
      </div>
    </PageFrame>
  );
}
