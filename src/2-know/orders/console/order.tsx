/** One order: lines, what was paid and given back, where it went. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Skeleton, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { api, Instant, PageFrame, Panel, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { OrderDetail } from '../contract.ts';
import { Delivery } from './delivery.tsx';
import { OrderState, useOrderWords } from './order-words.tsx';
import css from './orders.module.css';
import { Parcels } from './parcels.tsx';

export default function OrderPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/orders', id],
    queryFn: ({ signal }) => api.get<OrderDetail>(`/api/orders/${id}`, { signal }),
  });
  if (data) return <Order order={data} />;
  return (
    <PageFrame title={t`Order`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={280} />}
    </PageFrame>
  );
}

function Order({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  return (
    <PageFrame
      title={t`Order`}
      heading={
        <Trans>
          Order <Verbatim longest={60}>{order.number}</Verbatim>
        </Trans>
      }
      lead={
        <>
          <Verbatim longest={60}>{order.channel.name}</Verbatim> · <Instant at={order.placed_at} /> ·{' '}
          <OrderState order={order} />
        </>
      }
      actions={
        order.customer_id && (
          <Anchor
            component={Link}
            to={`/customers/${order.customer_id}`}
          >{t`Customer ${order.customer_id}`}</Anchor>
        )
      }
    >
      <Panel title={t`Lines`} flush>
        <Lines order={order} />
      </Panel>
      <div className={css.columns}>
        <Sums order={order} />
        <Money order={order} />
        {order.parcels.length > 0 && (
          <Panel title={t`Parcels`}>
            <Parcels parcels={order.parcels} />
          </Panel>
        )}
        {order.details && <Delivery details={order.details} />}
      </div>
    </PageFrame>
  );
}

function Lines({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const { number, money } = useWords();
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Product`}</Table.Th>
            <Table.Th ta="end">{t`Pieces`}</Table.Th>
            <Table.Th ta="end">{t`Price`}</Table.Th>
            <Table.Th ta="end">{t`Discount`}</Table.Th>
            <Table.Th ta="end">{t`Amount`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.lines.map((line) => (
            <Table.Tr key={line.id}>
              <Table.Td>
                <Verbatim longest={120}>{line.title || line.variant_id}</Verbatim>
              </Table.Td>
              <Table.Td ta="end">{number(line.quantity)}</Table.Td>
              <Table.Td ta="end">{plain(line.unit_price)}</Table.Td>
              <Table.Td ta="end">{line.discount > 0 && money(line.discount, order.currency)}</Table.Td>
              <Table.Td ta="end">{money(line.amount - line.discount, order.currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** `58.000000` as `58`, `0.125000` as `0.125`: a price may be finer than the currency. */
const plain = (price: string): string => (price.includes('.') ? price.replace(/\.?0+$/, '') : price);

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Sums({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const { money } = useWords();
  const lines = order.lines.reduce((sum, line) => sum + line.amount - line.discount, 0);
  const kinds: Record<string, string> = {
    discount: t`Discount`,
    shipping: t`Delivery`,
    tax: order.tax_included ? t`Tax (included)` : t`Tax`,
    fee: t`Fee`,
    gift_card: t`Gift card`,
    rounding: t`Rounding`,
  };
  return (
    <Panel title={t`Sum`}>
      <dl className={css.sums}>
        <Fact label={t`Lines`}>{money(lines, order.currency)}</Fact>
        {order.adjustments.map(({ kind, amount, label }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: adjustments of one order have no number
          <Fact key={index} label={label ? <Verbatim longest={60}>{label}</Verbatim> : kinds[kind]}>
            {money(amount, order.currency)}
          </Fact>
        ))}
        <Fact label={t`Total`}>{money(order.total, order.currency)}</Fact>
      </dl>
    </Panel>
  );
}

function Money({ order }: { order: OrderDetail }) {
  const { t } = useLingui();
  const { money } = useWords();
  const { payments } = useOrderWords();
  return (
    <Panel title={t`Payment`}>
      <dl className={css.sums}>
        <Fact label={t`State`}>{payments[order.payment]}</Fact>
        {order.payments.map((payment) => (
          <Fact
            key={payment.id}
            label={
              <>
                <Verbatim longest={60}>{payment.method}</Verbatim> <Instant at={payment.at} brief />
              </>
            }
          >
            {money(payment.amount, order.currency)}
          </Fact>
        ))}
        {order.refunds.map((refund) => (
          <Fact
            key={refund.id}
            label={
              <>
                {t`Refund`} <Instant at={refund.at} brief />
              </>
            }
          >
            {money(-refund.amount, order.currency)}
          </Fact>
        ))}
        {order.cancelled_at && (
          <Fact label={t`Cancelled`}>
            <Instant at={order.cancelled_at} brief />
          </Fact>
        )}
      </dl>
    </Panel>
  );
}
