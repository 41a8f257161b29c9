/** Whether a month is closed, and closing it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, Group, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  type ApiPage,
  api,
  Confirm,
  Instant,
  Mark,
  mayOpen,
  ProblemNote,
  useMe,
  Verbatim,
} from '#console/kit';
import type { ClosingItem } from '../contract.ts';
import type { Asked } from './asked.ts';

export function MonthState({ channel, month }: Omit<Asked, 'figure'>) {
  const { t } = useLingui();
  const { role } = useMe();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/closings', channel.id, month],
    queryFn: ({ signal }) =>
      api.get<ApiPage<ClosingItem>>('/api/closings', { query: { channel: channel.id, month }, signal }),
  });
  const closing = useMutation({
    mutationFn: () => api.post<ClosingItem>('/api/closings', { channel: Number(channel.id), month }),
    onSuccess: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ['/api/closings'] });
    },
  });
  if (error && !data) return <ProblemNote failure={error} retry={() => void refetch()} />;
  const held = data?.items.find(({ reopened_at: reopened }) => reopened === null);
  return (
    <Group gap="sm" mb="md" mih={26}>
      {held ? (
        <>
          <Mark tone="ok">{t`Books closed`}</Mark>
          <Text size="sm">
            <Trans>
              by <Verbatim longest={60}>{held.closed_by}</Verbatim>, <Instant at={held.closed_at} />
            </Trans>
          </Text>
          <Anchor component={Link} to={`/closings/${held.id}`} size="sm">
            {t`As closed, and what changed since`}
          </Anchor>
        </>
      ) : (
        data && (
          <>
            <Mark tone="quiet">{t`Books open`}</Mark>
            {mayOpen(role, ['analyst']) && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconLock size={13} aria-hidden />}
                onClick={() => setAsking(true)}
              >{t`Close this month`}</Button>
            )}
          </>
        )
      )}
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Close this month`}
        act={t`Close this month`}
        pending={closing.isPending}
        failure={closing.error}
        onConfirm={() => closing.mutate()}
      >
        <Text>
          <Trans>
            Its figures are kept as they are now. What is learned later is shown beside them. It can be opened
            again.
          </Trans>
        </Text>
      </Confirm>
    </Group>
  );
}
