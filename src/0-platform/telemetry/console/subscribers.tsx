/** Who follows the log, how far behind, and at what they are stuck. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, Instant, Mark, Mono, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { SubscriberItem } from './answers.ts';

export function Subscribers() {
  const { t } = useLingui();
  const { number, duration } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/subscribers'],
    queryFn: ({ signal }) => api.get<{ items: SubscriberItem[] }>('/api/subscribers', { signal }),
    refetchInterval: 5000,
  });
  if (!data)
    return error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={120} />;
  if (data.items.length === 0) {
    return (
      <Text c="dimmed">
        <Trans>Nobody follows the log yet.</Trans>
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t`Name`}</Table.Th>
            <Table.Th>{t`State`}</Table.Th>
            <Table.Th ta="end">{t`Events behind`}</Table.Th>
            <Table.Th ta="end">{t`Lag`}</Table.Th>
            <Table.Th ta="end">{t`Position`}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.items.map((one) => (
            <Table.Tr key={one.name}>
              <Table.Td>
                <Mono>{one.name}</Mono>
              </Table.Td>
              <Table.Td>
                <State one={one} />
              </Table.Td>
              <Table.Td ta="end">{number(one.behind)}</Table.Td>
              <Table.Td ta="end">{duration(one.lag_seconds)}</Table.Td>
              <Table.Td ta="end">{number(one.position)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function State({ one: { failure, behind } }: { one: SubscriberItem }) {
  const { t } = useLingui();
  if (!failure)
    return behind > 0 ? <Mark tone="warn">{t`Catching up`}</Mark> : <Mark tone="ok">{t`Up to date`}</Mark>;
  return (
    <>
      <Mark tone="bad">{t`Stuck, retrying`}</Mark>
      <Text size="xs" c="dimmed" component="div">
        <Verbatim>{failure.message}</Verbatim> · <Instant at={failure.since} />
      </Text>
    </>
  );
}
