/** One group: its name, its members, and what may be done with it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import {
  api,
  Confirm,
  Instant,
  Mark,
  mayOpen,
  PageFrame,
  Panel,
  ProblemNote,
  useMe,
  useSending,
  Verbatim,
} from '#console/kit';
import type { Dissolved, GroupDetail } from '../contract.ts';
import { useGroupWords } from './group-words.ts';
import { MemberForm } from './member-form.tsx';
import { Members } from './members.tsx';

export default function GroupPage() {
  const { t } = useLingui();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/groups', id],
    queryFn: ({ signal }) => api.get<GroupDetail>(`/api/groups/${id}`, { signal }),
  });
  if (data) return <OneGroup group={data} />;
  return (
    <PageFrame title={t`Group`}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <Skeleton h={320} />}
    </PageFrame>
  );
}

function OneGroup({ group }: { group: GroupDetail }) {
  const { t } = useLingui();
  const { role } = useMe();
  const { kinds, nameOf } = useGroupWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const mayWrite = mayOpen(role, ['agent', 'operations']);
  const name = nameOf(group);
  const settle = (to: GroupDetail | null) => {
    setAdding(false);
    if (to) queries.setQueryData(['/api/groups', group.id], to);
    else void navigate({ to: '/groups' });
  };
  return (
    <PageFrame
      title={t`Group`}
      heading={<Verbatim longest={120}>{name}</Verbatim>}
      lead={
        <>
          <Mark tone="quiet">{kinds[group.kind]}</Mark>{' '}
          {group.masked && <Trans>Its name is masked for your role.</Trans>}{' '}
          <Trans>
            Made <Instant at={group.created_at} brief />
          </Trans>
        </>
      }
      actions={mayWrite && <GroupActions group={group} onChanged={settle} />}
    >
      <Panel
        title={t`Members`}
        actions={
          mayWrite && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setAdding(true)}
            >{t`Add member…`}</Button>
          )
        }
      >
        {group.members.length === 0 && group.others === 0 && (
          <Text size="sm" c="dimmed">
            <Trans>Nobody belongs to it yet: add those who buy or pay for it.</Trans>
          </Text>
        )}
        <Members group={group} onLeft={mayWrite ? settle : undefined} />
      </Panel>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t`Add member`}>
        {adding && <MemberForm group={group.id} onDone={settle} />}
      </Modal>
    </PageFrame>
  );
}

type ActionsProps = { group: GroupDetail; onChanged(group: GroupDetail | null): void };

function GroupActions({ group, onChanged }: ActionsProps) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<'name' | 'end' | null>(null);
  const end = useMutation({
    mutationFn: () => api.delete<Dissolved>(`/api/groups/${group.id}`),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['/api/customers'] });
      onChanged(null);
    },
  });
  return (
    <Group gap="xs">
      <Button variant="default" onClick={() => setDoing('name')}>{t`Rename…`}</Button>
      <Button variant="light" color="red" onClick={() => setDoing('end')}>{t`End group…`}</Button>
      <Modal opened={doing === 'name'} onClose={() => setDoing(null)} title={t`Rename group`}>
        {doing === 'name' && (
          <RenameForm
            group={group}
            onDone={(to) => {
              setDoing(null);
              onChanged(to);
            }}
          />
        )}
      </Modal>
      <Confirm
        opened={doing === 'end'}
        onClose={() => setDoing(null)}
        title={t`End this group?`}
        act={t`End group`}
        pending={end.isPending}
        failure={end.error}
        onConfirm={() => end.mutate()}
      >
        <Text size="sm">
          <Trans>All leave it, and it is shown no more. The customers stay. This cannot be undone.</Trans>
        </Text>
      </Confirm>
    </Group>
  );
}

function RenameForm({ group, onDone }: { group: GroupDetail; onDone(group: GroupDetail): void }) {
  const { t } = useLingui();
  const form = useForm({ initialValues: { name: group.name ?? '' } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.patch<GroupDetail>(`/api/groups/${group.id}`, values),
    onDone,
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput data-autofocus required maxLength={120} label={t`Name`} {...form.getInputProps('name')} />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Save`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
