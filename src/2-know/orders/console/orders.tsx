/** Orders of all channels. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor } from '@mantine/core';
import { IconReceipt } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, Instant, ListPage, PageFrame, useWords, Verbatim } from '#console/kit';
import type { OrderItem } from '../contract.ts';
import { OrderState, useOrderWords } from './order-words.tsx';

export default function OrdersPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const words = useOrderWords();
  const columns = useOrderColumns();
  const optionsOf = (labels: Record<string, string>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }));
  return (
    <PageFrame
      title={t`Orders`}
      lead={<Trans>Each order once, as its channel knows it, whatever way it came.</Trans>}
    >
      <ListPage<OrderItem>
        page="orders"
        endpoint="/api/orders"
        label={t`Orders`}
        columns={columns}
        search={t`Order number`}
        sort="-placed_at"
        filters={[
          { name: 'state', label: t`State`, kind: 'choice', options: optionsOf(words.states) },
          { name: 'payment', label: t`Payment`, kind: 'choice', options: optionsOf(words.payments) },
          { name: 'kind', label: t`Kind`, kind: 'choice', options: optionsOf(words.kinds) },
          {
            name: 'test',
            label: t`Test orders`,
            kind: 'choice',
            options: [
              { value: 'false', label: t`Without` },
              { value: 'true', label: t`Only` },
            ],
          },
          { name: 'channel', label: t`Channel number`, kind: 'text' },
          { name: 'customer', label: t`Customer number`, kind: 'text' },
          { name: 'from', label: t`Placed since`, kind: 'instant' },
          { name: 'to', label: t`Placed before`, kind: 'instant' },
        ]}
        rowId={(order) => order.id}
        onOpen={(order) => void navigate({ to: `/orders/${order.id}` })}
        empty={{
          icon: IconReceipt,
          title: t`No orders yet`,
          text: (
            <Trans>
              Open a channel and send its orders to the API, or take in a file with bin/regulars import.
            </Trans>
          ),
        }}
      />
    </PageFrame>
  );
}

function useOrderColumns(): Column<OrderItem>[] {
  const { t } = useLingui();
  const { number, money } = useWords();
  const { payments } = useOrderWords();
  return useMemo(
    () => [
      { id: 'number', title: t`Number`, cell: (order) => <Verbatim longest={40}>{order.number}</Verbatim> },
      {
        id: 'channel',
        title: t`Channel`,
        cell: (order) => <Verbatim longest={40}>{order.channel.name}</Verbatim>,
      },
      {
        id: 'customer',
        title: t`Customer`,
        cell: (order) =>
          order.customer_id === null ? (
            t`Guest`
          ) : (
            <Anchor component={Link} to={`/customers/${order.customer_id}`}>
              {order.customer_id}
            </Anchor>
          ),
      },
      { id: 'state', title: t`State`, cell: (order) => <OrderState order={order} /> },
      { id: 'payment', title: t`Payment`, optional: true, cell: (order) => payments[order.payment] },
      {
        id: 'placed',
        title: t`Placed`,
        sort: 'placed_at',
        cell: (order) => <Instant at={order.placed_at} brief />,
      },
      { id: 'goods', title: t`Pieces`, end: true, optional: true, cell: (order) => number(order.goods) },
      {
        id: 'total',
        title: t`Total`,
        sort: 'total',
        end: true,
        cell: (order) => money(order.total, order.currency),
      },
      {
        id: 'refunded',
        title: t`Refunded`,
        end: true,
        cell: (order) => (order.refunded > 0 ? money(order.refunded, order.currency) : ''),
      },
    ],
    [t, number, money, payments],
  );
}
