/** Where analytics stand, and rebuilding them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  api,
  Confirm,
  Instant,
  Mark,
  mayOpen,
  Panel,
  ProblemNote,
  useMe,
  useWords,
  Verbatim,
} from '#console/kit';
import type { LakeStatus } from '#platform/lake/contract';
import css from './health.module.css';

export function LakePanel() {
  const { t } = useLingui();
  const { role } = useMe();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/lake'],
    queryFn: ({ signal }) => api.get<LakeStatus>('/api/lake', { signal }),
    refetchInterval: 5000,
  });
  return (
    <Panel
      title={t`Lake (analytics)`}
      actions={data && mayOpen(role, ['developer']) && <Rebuild lake={data} />}
    >
      <ProblemNote failure={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton h={100} />}
      {data && <Facts lake={data} />}
    </Panel>
  );
}

function Facts({ lake }: { lake: LakeStatus }) {
  const { t } = useLingui();
  const { number, bytes, duration } = useWords();
  return (
    <dl className={css.facts}>
      <dt>{t`State`}</dt>
      <dd>
        {lake.reachable ? <Mark tone="ok">{t`Answers`}</Mark> : <Mark tone="bad">{t`Not reachable`}</Mark>}
        {lake.failure && (
          <Text size="xs" c="dimmed" component="div">
            <Verbatim>{lake.failure.message}</Verbatim> · <Instant at={lake.failure.since} />
          </Text>
        )}
      </dd>
      <dt>{t`Events`}</dt>
      <dd>
        {lake.events === null ? '–' : number(lake.events)}
        {lake.bytes !== null && ` (${bytes(lake.bytes)})`}
      </dd>
      <dt>{t`Behind`}</dt>
      <dd>
        {number(lake.behind)} ({duration(lake.lag_seconds)})
      </dd>
      {lake.check && (
        <>
          <dt>{t`Last compared`}</dt>
          <dd>
            <Instant at={lake.check.at} /> · <Compared check={lake.check} />
          </dd>
        </>
      )}
      {lake.version && (
        <>
          <dt>{t`Version`}</dt>
          <dd>{lake.version}</dd>
        </>
      )}
    </dl>
  );
}

function Compared({ check }: { check: NonNullable<LakeStatus['check']> }) {
  const { number } = useWords();
  const differing = number(check.differing);
  const repaired = number(check.repaired);
  const compared = number(check.compared);
  return (
    <Trans>
      {compared} compared, {differing} differing, {repaired} repaired
    </Trans>
  );
}

function Rebuild({ lake }: { lake: LakeStatus }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const onSuccess = (answer: LakeStatus): void => {
    setAsking(false);
    queries.setQueryData(['/api/lake'], answer);
  };
  const start = useMutation({ mutationFn: () => api.post<LakeStatus>('/api/lake/rebuild'), onSuccess });
  const stop = useMutation({ mutationFn: () => api.delete<LakeStatus>('/api/lake/rebuild'), onSuccess });
  if (lake.rebuild?.outcome === 'running') {
    const { copied, total } = lake.rebuild;
    return (
      <Stack gap={6} w="100%">
        <Progress value={total > 0 ? (copied / total) * 100 : 0} aria-label={t`Rebuilding`} />
        <Group>
          <Button
            variant="default"
            loading={stop.isPending}
            onClick={() => stop.mutate()}
          >{t`Stop rebuilding`}</Button>
        </Group>
        <ProblemNote failure={stop.error} />
      </Stack>
    );
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>{t`Rebuild…`}</Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Rebuild the lake?`}
        act={t`Rebuild`}
        pending={start.isPending}
        failure={start.error}
        onConfirm={() => start.mutate()}
      >
        <Trans>
          It is made anew from the log and its archive, beside the present one, which serves until the new one
          is complete.
        </Trans>
      </Confirm>
    </>
  );
}
