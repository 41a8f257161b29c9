import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, Mark, Panel, ProblemNote, useUrlState, useWords } from '#console/kit';
import type { ComparedMonth } from '../contract.ts';
import type { Asked } from './asked.ts';

export function Days({ channel, month, figure }: Asked) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/reconciliation', channel.id, month, figure],
    queryFn: ({ signal }) =>
      api.get<ComparedMonth>('/api/reconciliation', {
        query: { channel: channel.id, month, figure },
        signal,
      }),
  });
  return (
    <Panel title={t`By day`} flush>
      {error && !data ? (
        <ProblemNote failure={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton h={260} />
      ) : data.items.length === 0 ? (
        <Text c="dimmed" p="md">
          <Trans>Nothing was counted in this month, and the platform’s figures were not given.</Trans>
        </Text>
      ) : (
        <DaysTable compared={data} />
      )}
    </Panel>
  );
}

function DaysTable({ compared }: { compared: ComparedMonth }) {
  const { t } = useLingui();
  const { money } = useWords();
  const said = (amount: number | null): string => (amount === null ? '—' : money(amount, compared.currency));
  const stated = compared.items.filter(({ platform }) => platform !== null);
  const sum = (of: (item: ComparedMonth['items'][number]) => number | null): number =>
    stated.reduce((total, item) => total + (of(item) ?? 0), 0);
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Day`}</Table.Th>
            <Table.Th ta="end">{t`The platform’s`}</Table.Th>
            <Table.Th ta="end">{t`Ours`}</Table.Th>
            <Table.Th ta="end">{t`Difference`}</Table.Th>
            <Table.Th>{t`Why`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {compared.items.map((item) => (
            <Table.Tr key={item.day}>
              <Table.Td>{item.day}</Table.Td>
              <Table.Td ta="end">{said(item.platform)}</Table.Td>
              <Table.Td ta="end">{said(item.ours)}</Table.Td>
              <Table.Td ta="end">{said(item.difference)}</Table.Td>
              <Table.Td>
                <Why item={item} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
        {stated.length > 0 && (
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th>{t`Days with both`}</Table.Th>
              <Table.Th ta="end">{said(sum(({ platform }) => platform))}</Table.Th>
              <Table.Th ta="end">{said(sum(({ ours }) => ours))}</Table.Th>
              <Table.Th ta="end">{said(sum(({ difference }) => difference))}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Tfoot>
        )}
      </Table>
    </Table.ScrollContainer>
  );
}

function Why({ item }: { item: ComparedMonth['items'][number] }) {
  const { t } = useLingui();
  const [, change] = useUrlState();
  if (item.difference === null) return <Mark tone="quiet">{t`Not given`}</Mark>;
  // Lists may differ where the sums agree.
  if (item.difference === 0 && !item.itemised) return <Mark tone="ok">{t`The same`}</Mark>;
  return (
    <Button size="compact-xs" variant="default" onClick={() => change({ day: item.day })}>
      {item.difference === 0 ? t`Compare orders` : t`Show why`}
    </Button>
  );
}
