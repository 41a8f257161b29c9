/** A customer's orders on her page, the latest first: closed they fit one screen, opened each says what was in it and where it is. */
import { useLingui } from '@lingui/react/macro';
import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, Panel, ProblemNote } from '#console/kit';
import type { OrdersOfCustomer } from '../contract.ts';
import { OrderOfHers } from './order-of-hers.tsx';
import css from './orders.module.css';

export function OrdersOf({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'orders'],
    queryFn: ({ signal }) => api.get<OrdersOfCustomer>(`/api/customers/${customer}/orders`, { signal }),
  });
  return (
    <Panel
      title={t`Orders`}
      actions={
        <Anchor component={Link} to={`/orders?customer=${customer}`}>
          {t`All`}
        </Anchor>
      }
    >
      {error && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={160} />}
      {data?.items.length === 0 && t`Nothing yet.`}
      {data && (
        <ul className={css.orders}>
          {data.items.map((order) => (
            <OrderOfHers key={order.id} order={order} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
