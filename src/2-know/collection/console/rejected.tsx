/** Events that were not accepted: why, and what to do about it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  api,
  type Column,
  Instant,
  ListPage,
  Mark,
  Mono,
  mayOpen,
  PageFrame,
  ProblemNote,
  useMe,
  useUrlState,
  Verbatim,
} from '#console/kit';
import { useSourceNames } from '#know/sources/console';
import type { RejectedItem, VerdictItem } from '../contract.ts';
import { SourceName } from './event-cells.tsx';
import { RejectedDrawer } from './rejected-drawer.tsx';

export default function RejectedPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const { role } = useMe();
  const columns = useRejectedColumns();
  const sources = useSourceNames();
  const mayReplay = mayOpen(role, ['developer']);
  return (
    <PageFrame
      title={t`Rejected events`}
      lead={
        <Trans>
          Nothing is dropped in silence: what could not be accepted is kept with its reason, can be corrected
          and sent again.
        </Trans>
      }
    >
      <ListPage<RejectedItem>
        page="rejected"
        endpoint="/api/rejected"
        label={t`Rejected events`}
        columns={columns}
        sort="-id"
        filters={[
          { name: 'source', label: t`Source`, kind: 'choice', options: sources },
          {
            name: 'state',
            label: t`State`,
            kind: 'choice',
            options: [
              { value: 'waiting', label: t`Waiting` },
              { value: 'replayed', label: t`Replayed` },
            ],
          },
          { name: 'reason', label: t`Reason code`, kind: 'text' },
        ]}
        rowId={(item) => item.id}
        onOpen={(item) => change({ at: item.id })}
        opened={url.at}
        bulk={mayReplay ? (ids, untick) => <ReplayMany ids={ids} onDone={untick} /> : undefined}
        empty={{
          icon: IconCircleCheck,
          title: t`Nothing was rejected`,
          text: <Trans>Every event that arrived was accepted.</Trans>,
        }}
      />
      <RejectedDrawer id={url.at} mayReplay={mayReplay} onClose={() => change({ at: null })} />
    </PageFrame>
  );
}

function ReplayMany({ ids, onDone }: { ids: readonly string[]; onDone(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const count = ids.length;
  const replay = useMutation({
    mutationFn: () => api.post<{ items: (VerdictItem & { id: string })[] }>('/api/rejected/replay', { ids }),
    onSuccess: ({ items }) => {
      const total = items.length;
      const stored = items.filter(({ status }) => status !== 'rejected').length;
      notifications.show({ message: t`${stored} of ${total} are stored now.` });
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/rejected'] }),
  });
  return (
    <>
      <ProblemNote failure={replay.error} />
      <Button
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={replay.isPending}
        onClick={() => replay.mutate()}
      >
        {t`Replay ${count}`}
      </Button>
    </>
  );
}

function useRejectedColumns(): Column<RejectedItem>[] {
  const { t } = useLingui();
  return useMemo(
    () => [
      { id: 'received', title: t`Received`, sort: 'id', cell: (item) => <Instant at={item.received_at} /> },
      {
        id: 'source',
        title: t`Source`,
        cell: (item) => <SourceName name={item.source.name} />,
      },
      {
        id: 'event',
        title: t`Event`,
        cell: (item) => (
          <Verbatim longest={80}>{[item.type, item.event].filter(Boolean).join(' · ')}</Verbatim>
        ),
      },
      { id: 'reason', title: t`Reason`, cell: (item) => item.message },
      { id: 'field', title: t`Field`, cell: (item) => item.field && <Mono longest={60}>{item.field}</Mono> },
      {
        id: 'state',
        title: t`State`,
        cell: (item) =>
          item.replayed_at ? <Mark tone="ok">{t`Replayed`}</Mark> : <Mark tone="warn">{t`Waiting`}</Mark>,
      },
      {
        id: 'message',
        title: t`Message id`,
        optional: true,
        cell: (item) => item.message_id && <Mono longest={60}>{item.message_id}</Mono>,
      },
      { id: 'code', title: t`Reason code`, optional: true, cell: (item) => <Mono>{item.reason}</Mono> },
    ],
    [t],
  );
}
