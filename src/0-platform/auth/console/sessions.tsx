import { useLingui } from '@lingui/react/macro';
import { Button, Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ApiPage, api, Instant, Mark, Panel, ProblemNote, Verbatim } from '#console/kit';
import type { SessionItem } from '../contract.ts';
import css from './account.module.css';

export function Sessions() {
  const { t } = useLingui();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => api.get<ApiPage<SessionItem>>('/api/sessions', { signal }),
  });
  const end = useMutation({
    mutationFn: (id: string) => api.delete(`/api/sessions/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Panel title={t`Where you are signed in`}>
      <ProblemNote failure={error ?? end.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Skeleton h={72} />}
      <ul className={css.sessions}>
        {data?.items.map((session) => (
          <li key={session.id}>
            <div>
              <Verbatim longest={80}>{session.user_agent ?? t`Unknown device`}</Verbatim>
              <Text size="xs" c="dimmed" component="div">
                {session.ip && (
                  <>
                    <Verbatim>{session.ip}</Verbatim>
                    {' · '}
                  </>
                )}
                <Instant at={session.created_at} />
              </Text>
            </div>
            {session.current ? (
              <Mark tone="accent">{t`This one`}</Mark>
            ) : (
              <Button
                variant="default"
                loading={end.isPending && end.variables === session.id}
                onClick={() => end.mutate(session.id)}
              >
                {t`End`}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
