/** Backups so far, one more now, and how one gets back. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Stack, Text } from '@mantine/core';
import { IconDatabaseExport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  api,
  type Column,
  Instant,
  ListPage,
  Mark,
  Mono,
  PageFrame,
  Panel,
  ProblemNote,
  Snippet,
  useWords,
  Verbatim,
} from '#console/kit';
import type { BackupItem } from '../contract.ts';

export default function BackupsPage() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const columns = useBackupColumns();
  const make = useMutation({
    mutationFn: () => api.post('/api/backups'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/backups'] }),
  });
  return (
    <PageFrame
      title={t`Backups`}
      lead={<Trans>A physical copy and the log since, taken while everything runs.</Trans>}
      actions={
        <Button
          leftSection={<IconDatabaseExport size={14} aria-hidden />}
          loading={make.isPending}
          onClick={() => make.mutate()}
        >
          {t`Back up now`}
        </Button>
      }
    >
      <ProblemNote failure={make.error} />
      <ListPage<BackupItem>
        page="backups"
        endpoint="/api/backups"
        label={t`Backups`}
        columns={columns}
        sort="-id"
        refresh={5000}
        noCsv
        rowId={(item) => item.id}
        empty={{
          icon: IconDatabaseExport,
          title: t`No backups yet`,
          text: <Trans>Set BACKUP_TO to a folder or an S3 address, and one is taken every night.</Trans>,
        }}
      />
      <Panel title={t`Getting back`}>
        <Stack gap="sm">
          <Text>
            <Trans>
              Restore into a new directory and look before you need it. The restored copy sends nothing until
              its owner releases it.
            </Trans>
          </Text>
          <Snippet
            label={t`Commands to restore`}
            code={
              'bin/regulars restore DIR --data-dir .data-restored\nnpm start -- --data-dir .data-restored'
            }
          />
        </Stack>
      </Panel>
    </PageFrame>
  );
}

function useBackupColumns(): Column<BackupItem>[] {
  const { t } = useLingui();
  const { bytes } = useWords();
  return useMemo(
    () => [
      { id: 'started', title: t`Begun`, cell: (item) => <Instant at={item.started_at} /> },
      {
        id: 'state',
        title: t`State`,
        cell: (item) =>
          item.failure ? (
            <>
              <Mark tone="bad">{t`Failed`}</Mark> <Verbatim longest={160}>{item.failure}</Verbatim>
            </>
          ) : item.finished_at ? (
            <Mark tone="ok">{t`Complete`}</Mark>
          ) : (
            <Mark tone="accent">{t`Under way`}</Mark>
          ),
      },
      { id: 'bytes', title: t`Size`, end: true, cell: (item) => item.bytes !== null && bytes(item.bytes) },
      { id: 'place', title: t`Where`, cell: (item) => <Mono longest={120}>{item.place}</Mono> },
    ],
    [t, bytes],
  );
}
