/** What leaves the building: what is waiting, what went, what failed and can be tried again. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  api,
  type Column,
  Confirm,
  Instant,
  ListPage,
  Mark,
  Mono,
  PageFrame,
  type Tone,
  Verbatim,
} from '#console/kit';
import type { OutboxItem } from '../contract.ts';

const TONES: Record<OutboxItem['state'], Tone> = {
  queued: 'quiet',
  claimed: 'accent',
  sent: 'ok',
  failed: 'bad',
  unknown: 'warn',
};

function useStates(): Record<OutboxItem['state'], string> {
  const { t } = useLingui();
  return { queued: t`Queued`, claimed: t`Sending`, sent: t`Sent`, failed: t`Failed`, unknown: t`In doubt` };
}

export default function OutboxPage() {
  const { t } = useLingui();
  const states = useStates();
  const [retrying, setRetrying] = useState<OutboxItem | null>(null);
  const columns = useOutboxColumns(setRetrying);
  return (
    <PageFrame
      title={t`Outbox`}
      lead={<Trans>Mails, webhooks and requests to others, each written down before it is sent.</Trans>}
    >
      <ListPage<OutboxItem>
        page="outbox"
        endpoint="/api/outbox"
        label={t`Outbox`}
        columns={columns}
        sort="-id"
        refresh={10_000}
        filters={[
          {
            name: 'state',
            label: t`State`,
            kind: 'choice',
            options: Object.entries(states).map(([value, label]) => ({ value, label })),
          },
          { name: 'kind', label: t`Kind`, kind: 'text' },
        ]}
        rowId={(item) => item.id}
        empty={{ title: t`Nothing has left yet`, text: <Trans>What is to be sent stands here first.</Trans> }}
      />
      <Retry item={retrying} onClose={() => setRetrying(null)} />
    </PageFrame>
  );
}

function useOutboxColumns(retry: (item: OutboxItem) => void): Column<OutboxItem>[] {
  const { t } = useLingui();
  const states = useStates();
  return useMemo(
    () => [
      { id: 'made', title: t`Written`, sort: 'id', cell: (item) => <Instant at={item.created_at} /> },
      { id: 'kind', title: t`Kind`, cell: (item) => <Mono>{item.kind}</Mono> },
      { id: 'destination', title: t`To`, cell: (item) => <Mono longest={60}>{item.destination}</Mono> },
      {
        id: 'key',
        title: t`Unique key`,
        optional: true,
        cell: (item) => <Mono longest={60}>{item.key}</Mono>,
      },
      {
        id: 'state',
        title: t`State`,
        cell: (item) => <Mark tone={TONES[item.state]}>{states[item.state]}</Mark>,
      },
      {
        id: 'due',
        title: t`Next try`,
        cell: (item) => item.due_at && item.state === 'queued' && <Instant at={item.due_at} />,
      },
      { id: 'attempts', title: t`Attempts`, end: true, cell: (item) => item.attempts },
      {
        id: 'failure',
        title: t`What went wrong`,
        cell: (item) => item.failure && <Verbatim longest={160}>{item.failure}</Verbatim>,
      },
      {
        id: 'act',
        title: t`Act`,
        end: true,
        cell: (item) =>
          (item.state === 'failed' || item.state === 'unknown') && (
            <Button size="compact-sm" variant="default" onClick={() => retry(item)}>{t`Try again…`}</Button>
          ),
      },
    ],
    [t, states, retry],
  );
}

function Retry({ item, onClose }: { item: OutboxItem | null; onClose(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: (id: string) => api.post(`/api/outbox/${id}/retry`),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/outbox'] }),
  });
  return (
    <Confirm
      opened={item !== null}
      onClose={onClose}
      title={t`Try again?`}
      act={t`Try again`}
      pending={retry.isPending}
      failure={retry.error}
      onConfirm={() => item && retry.mutate(item.id)}
    >
      {item?.state === 'unknown' ? (
        <Text>
          <Trans>Nobody knows whether it arrived: it may arrive twice.</Trans>
        </Text>
      ) : (
        <Group>
          <Trans>It is sent once more, under the same key.</Trans>
        </Group>
      )}
    </Confirm>
  );
}
