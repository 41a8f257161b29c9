/** One person: role and channels saved at once, suspension, a link to set a new password. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Drawer, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiPage, api, Confirm, ProblemNote, Verbatim } from '#console/kit';
import type { StaffItem } from '../contract.ts';
import { ChannelsInput, RoleSelect } from './role-inputs.tsx';
import { AlsoMailed, type Issued, ShownOnce } from './shown-once.tsx';

export function StaffDrawer({ id, onClose }: { id: string | undefined; onClose(): void }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/staff', 'one', id],
    queryFn: async ({ signal }) => {
      const { items } = await api.get<ApiPage<StaffItem>>('/api/staff', { query: { limit: 200 }, signal });
      return items.find((one) => one.id === id) ?? null;
    },
    enabled: id !== undefined,
  });
  return (
    <Drawer opened={id !== undefined} onClose={onClose} position="right" title={data?.name ?? t`Staff`}>
      <ProblemNote failure={error} retry={() => void refetch()} />
      {data === undefined && !error && <Skeleton h={180} />}
      {data === null && <Text c="dimmed">{t`There is nobody by that id.`}</Text>}
      {data && <Person key={data.id} person={data} />}
    </Drawer>
  );
}

function Person({ person }: { person: StaffItem }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (to: Partial<Pick<StaffItem, 'role' | 'channels' | 'suspended'>>) =>
      api.patch<StaffItem>(`/api/staff/${person.id}`, to),
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/staff'] }),
  });
  return (
    <Stack>
      <Text>
        <Verbatim>{person.email}</Verbatim>
      </Text>
      <RoleSelect value={person.role} onChange={(role) => change.mutate({ role })} />
      <ChannelsInput
        value={person.channels ?? []}
        onChange={(channels) => change.mutate({ channels: channels.length > 0 ? channels : null })}
      />
      <Text size="xs" c="dimmed">
        <Trans>Saved at once. A change of role or channels ends their sessions.</Trans>
      </Text>
      <ProblemNote failure={change.error} />
      <ResetLink person={person} />
      <Group>
        <Button
          variant={person.suspended ? 'default' : 'light'}
          {...(!person.suspended && { color: 'red' })}
          loading={change.isPending}
          onClick={() => change.mutate({ suspended: !person.suspended })}
        >
          {person.suspended ? t`Reinstate` : t`Suspend`}
        </Button>
      </Group>
    </Stack>
  );
}

function ResetLink({ person }: { person: StaffItem }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const reset = useMutation({
    mutationFn: () => api.post<Issued>(`/api/staff/${person.id}/reset`),
    onSuccess: () => setAsking(false),
  });
  if (reset.data) {
    return (
      <ShownOnce value={reset.data.link} what={t`reset link`} onClose={reset.reset}>
        <Trans>Give this link to them. It sets a new password, works once, and is shown only now.</Trans>{' '}
        {reset.data.mailed && <AlsoMailed />}
      </ShownOnce>
    );
  }
  return (
    <Group>
      <Button variant="default" onClick={() => setAsking(true)}>
        {person.accepted ? t`Link for a new password…` : t`New invitation link…`}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Make a new link?`}
        act={t`Make the link`}
        pending={reset.isPending}
        failure={reset.error}
        onConfirm={() => reset.mutate()}
      >
        <Trans>Links made before stop working. With this one, they set a new password themselves.</Trans>
      </Confirm>
    </Group>
  );
}
