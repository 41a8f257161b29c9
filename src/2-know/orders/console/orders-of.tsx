/** A customer's orders on her page, the latest first. */
import { useLingui } from '@lingui/react/macro';
import { Anchor, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ApiPage, api, Instant, Panel, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { OrderItem } from '../contract.ts';
import { OrderState } from './order-words.tsx';
import css from './orders.module.css';

const SHOWN = 8;

export function OrdersOf({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { money } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/orders', 'customer', customer],
    queryFn: ({ signal }) =>
      api.get<ApiPage<OrderItem>>('/api/orders', { query: { customer, limit: SHOWN }, signal }),
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
            <li key={order.id}>
              <Anchor component={Link} to={`/orders/${order.id}`}>
                <Verbatim longest={40}>{order.number}</Verbatim>
              </Anchor>
              <span className={css.amount}>{money(order.total, order.currency)}</span>
              <OrderState order={order} />
              <span className={css.amount}>
                <Instant at={order.placed_at} brief />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
