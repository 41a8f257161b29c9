/** One rejected event: its reason, its JSON with the field marked, corrected and replayed on the spot. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, Button, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconForbid2 } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Instant, JsonEditor, Mark, ProblemNote, Verbatim } from '#console/kit';
import type { RejectedDetail, VerdictItem } from '../contract.ts';

type Props = { id: string | undefined; mayReplay: boolean; onClose(): void };

export function RejectedDrawer({ id, mayReplay, onClose }: Props) {
  const { t, i18n } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/rejected', 'one', id, i18n.locale],
    queryFn: ({ signal }) => api.get<RejectedDetail>(`/api/rejected/${id}`, { signal }),
    enabled: id !== undefined,
  });
  return (
    <Drawer opened={id !== undefined} onClose={onClose} position="right" size="lg" title={t`Rejected event`}>
      <ProblemNote failure={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton h={320} />}
      {data && <Detail key={data.id} rejected={data} mayReplay={mayReplay} onClose={onClose} />}
    </Drawer>
  );
}

type DetailProps = { rejected: RejectedDetail; mayReplay: boolean; onClose(): void };

function Detail({ rejected, mayReplay, onClose }: DetailProps) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [text, setText] = useState(() => pretty(rejected.json));
  const reload = () => queries.invalidateQueries({ queryKey: ['/api/rejected'] });
  const replay = useMutation({
    mutationFn: () => {
      const changed = text !== pretty(rejected.json);
      return api.post<VerdictItem>(
        `/api/rejected/${rejected.id}/replay`,
        changed ? { event: JSON.parse(text) as unknown } : {},
      );
    },
    onSettled: reload,
  });
  const dismiss = useMutation({
    mutationFn: () => api.delete(`/api/rejected/${rejected.id}`),
    onSuccess: onClose,
    onSettled: reload,
  });
  const verdict = replay.data;
  const waiting = rejected.replayed_at === null && verdict?.status !== 'stored';
  return (
    <Stack>
      <Alert
        color={waiting ? 'red' : 'gray'}
        icon={<IconForbid2 size={18} aria-hidden />}
        title={verdict?.message ?? rejected.message}
      >
        <Text size="xs" component="div">
          <Verbatim>{rejected.source.name}</Verbatim> · <Instant at={rejected.received_at} />
        </Text>
      </Alert>
      {rejected.json === null ? (
        <Text c="dimmed">
          <Trans>What it held may not be seen by your role, or was erased.</Trans>
        </Text>
      ) : (
        <JsonEditor
          value={text}
          onChange={setText}
          label={t`The event as JSON`}
          field={verdict?.field ?? rejected.field}
          readOnly={!mayReplay || !waiting}
        />
      )}
      <ProblemNote failure={replay.error ?? dismiss.error} />
      {verdict && <Outcome verdict={verdict} />}
      {mayReplay && waiting && (
        <Group>
          <Button
            loading={replay.isPending}
            disabled={rejected.json !== null && !isObject(text)}
            onClick={() => replay.mutate()}
          >
            {t`Replay`}
          </Button>
          <Button variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
            {t`Dismiss`}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Outcome({ verdict }: { verdict: VerdictItem }) {
  const { t } = useLingui();
  const outcomes = {
    stored: <Mark tone="ok">{t`Stored`}</Mark>,
    duplicate: <Mark tone="quiet">{t`Duplicate: it was stored before`}</Mark>,
    rejected: <Mark tone="bad">{t`Rejected again`}</Mark>,
  };
  return <div role="status">{outcomes[verdict.status]}</div>;
}

function pretty(json: string | null): string {
  try {
    return JSON.stringify(JSON.parse(json ?? ''), null, 2);
  } catch {
    return json ?? '';
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
