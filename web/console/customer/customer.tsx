import { useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ArrangePage, api, Mark, PageFrame, ProblemNote, useArranged, Verbatim } from '#console/kit';
import { CustomerActions } from '#know/customers/console';
import type { CustomerDetail } from '#know/customers/contract';
import { Columns } from './columns.tsx';
import { dealt } from './dealt.ts';
import { useCustomerSections } from './sections.tsx';

export default function CustomerPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', id],
    queryFn: ({ signal }) => api.get<CustomerDetail>(`/api/customers/${id}`, { signal }),
    refetchInterval: 30_000,
  });
  if (data) return <Customer customer={data} />;
  return (
    <PageFrame title={t`Customer`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={480} />}
    </PageFrame>
  );
}

function Customer({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const { id } = customer;
  const sections = useCustomerSections();
  const arranged = useArranged(
    'customer',
    sections.map((section) => section.id),
  );
  const present = (arranged ?? [])
    .flatMap((name) => sections.find((section) => section.id === name) ?? [])
    .filter((section) => !section.livingOnly || !customer.erased_at);
  const columns = dealt(present);
  const named = customer.name ?? customer.email ?? customer.phone;
  return (
    <PageFrame
      title={t`Customer ${id}`}
      {...(named && { heading: <Verbatim longest={120}>{named}</Verbatim> })}
      lead={
        <>
          {named && t`Customer ${id}`} {customer.erased_at && <Mark tone="bad">{t`Erased`}</Mark>}
        </>
      }
      actions={
        <>
          <CustomerActions customer={customer} />
          <ArrangePage page="customer" sections={sections} />
        </>
      }
    >
      {arranged === null ? <Skeleton h={480} /> : <Columns key={id} customer={customer} columns={columns} />}
    </PageFrame>
  );
}
