/** One import: how far it is, what came of it, and the rows that were refused. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, Instant, PageFrame, Panel, ProblemNote, useWords, Verbatim } from '#console/kit';
import type { ImportItem } from '../contract.ts';
import { ImportState, useSaid, useTableWords } from './import-words.tsx';

export default function ImportPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/imports', id],
    queryFn: ({ signal }) => api.get<ImportItem>(`/api/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (isGoing(state.data) ? 700 : false),
  });
  if (data) return <Import item={data} />;
  return (
    <PageFrame title={t`Import`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={240} />}
    </PageFrame>
  );
}

const isGoing = (item: ImportItem | undefined): boolean =>
  item?.state === 'waiting' || item?.state === 'running';

function Import({ item }: { item: ImportItem }) {
  const { t } = useLingui();
  const said = useSaid();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (what: 'cancel' | 'resume') => api.post<ImportItem>(`/api/imports/${item.id}/${what}`),
    onSuccess: (shown) => queries.setQueryData(['/api/imports', item.id], shown),
  });
  return (
    <PageFrame
      title={t`Import`}
      heading={<Verbatim longest={80}>{item.file}</Verbatim>}
      lead={
        <>
          {said(item.title)} · <Verbatim longest={40}>{item.channel.name}</Verbatim> ·{' '}
          <Instant at={item.started_at} /> · <ImportState state={item.state} />
        </>
      }
      actions={
        <>
          {isGoing(item) && (
            <Button
              variant="default"
              loading={act.isPending}
              onClick={() => act.mutate('cancel')}
            >{t`Stop`}</Button>
          )}
          {item.resumable && (
            <Button loading={act.isPending} onClick={() => act.mutate('resume')}>{t`Go on`}</Button>
          )}
        </>
      }
    >
      <ProblemNote failure={act.error} />
      <Panel title={t`What came of it`}>
        <div role="status" aria-live="polite">
          <Tables tables={item.tables} />
        </div>
        {item.failure && (
          <Text c="red" size="sm" mt="sm">
            <Trans>It stopped because of a fault; what was stored before stays.</Trans>{' '}
            <Verbatim longest={80}>{item.failure}</Verbatim>
          </Text>
        )}
        {item.rejected > 0 && (
          <Group mt="md">
            <Button
              component="a"
              variant="default"
              href={`/api/imports/${item.id}/rejected`}
              download
              leftSection={<IconDownload size={14} aria-hidden />}
            >
              {t`Refused rows with their reasons`}
            </Button>
          </Group>
        )}
      </Panel>
    </PageFrame>
  );
}

export function Tables({ tables }: { tables: ImportItem['tables'] }) {
  const { t } = useLingui();
  const { number } = useWords();
  const words = useTableWords();
  const rows = Object.entries(tables);
  if (rows.length === 0) return <Text c="dimmed">{t`Reading …`}</Text>;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t`Of`}</Table.Th>
          <Table.Th ta="right">{t`Read`}</Table.Th>
          <Table.Th ta="right">{t`Stored`}</Table.Th>
          <Table.Th ta="right">{t`Refused`}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([table, counted]) => (
          <Table.Tr key={table}>
            <Table.Td>{words(table)}</Table.Td>
            <Table.Td ta="right">{number(counted.rows_in)}</Table.Td>
            <Table.Td ta="right">{number(counted.rows_stored)}</Table.Td>
            <Table.Td ta="right">{number(counted.rows_rejected)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
