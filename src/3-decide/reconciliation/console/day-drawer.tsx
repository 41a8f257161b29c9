/** One day's difference, opened to orders. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Drawer, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, Mark, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { ExplainedDay } from '../contract.ts';
import type { Asked } from './asked.ts';
import { useReconciliationWords } from './reconciliation-words.tsx';

type Props = Omit<Asked, 'month'> & { day: string | undefined; onClose(): void };

export function DayDrawer({ channel, figure, day, onClose }: Props) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/reconciliation/day', channel.id, day, figure],
    queryFn: ({ signal }) =>
      api.get<ExplainedDay>('/api/reconciliation/day', {
        query: { channel: channel.id, day: day as string, figure },
        signal,
      }),
    enabled: day !== undefined,
  });
  return (
    <Drawer
      opened={day !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={day === undefined ? '' : t`Why the sums of ${day} differ`}
    >
      {error && !data ? (
        <ProblemNote failure={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton h={240} />
      ) : (
        <Explained explained={data} />
      )}
    </Drawer>
  );
}

function Explained({ explained }: { explained: ExplainedDay }) {
  const { t } = useLingui();
  const { money, number } = useWords();
  const { reasons } = useReconciliationWords();
  const { currency, itemised } = explained;
  const [difference, platform, ours] = [explained.difference, explained.platform, explained.ours].map(
    (amount) => money(amount, currency),
  );
  return (
    <Stack gap="md">
      <Text>
        <Trans>
          The platform says {platform}, we count {ours}: a difference of {difference}.
        </Trans>
      </Text>
      {!itemised && explained.items.length > 0 && (
        <Text c="dimmed">
          <Trans>
            The platform gave only the sum. What is shown fits to the last cent, which may be chance: with its
            list of orders it is certain.
          </Trans>
        </Text>
      )}
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Reason`}</Table.Th>
            <Table.Th ta="end">{t`Orders`}</Table.Th>
            <Table.Th ta="end">{t`Amount`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {explained.reasons.map(({ reason, orders, amount }) => (
            <Table.Tr key={reason}>
              <Table.Td>{reasons[reason]}</Table.Td>
              <Table.Td ta="end">{number(orders)}</Table.Td>
              <Table.Td ta="end">{money(amount, currency)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Items explained={explained} />
    </Stack>
  );
}

function Items({ explained: { items, currency } }: { explained: ExplainedDay }) {
  const { t } = useLingui();
  const { money } = useWords();
  const { reasons } = useReconciliationWords();
  const single = items.filter(({ order }) => order !== null);
  if (single.length === 0) return null;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t`Order`}</Table.Th>
          <Table.Th>{t`Reason`}</Table.Th>
          <Table.Th ta="end">{t`Amount`}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {single.map(({ reason, order, amount, certain }) => (
          <Table.Tr key={`${order?.number} ${reason} ${amount}`}>
            <Table.Td>
              {order?.id ? (
                <Anchor component={Link} to={`/orders/${order.id}`}>
                  <Verbatim longest={40}>{order.number}</Verbatim>
                </Anchor>
              ) : (
                <Verbatim longest={40}>{order?.number ?? ''}</Verbatim>
              )}
            </Table.Td>
            <Table.Td>
              {reasons[reason]} {!certain && <Mark tone="quiet">{t`Fits`}</Mark>}
            </Table.Td>
            <Table.Td ta="end">{money(amount, currency)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
