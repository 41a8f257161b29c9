/** Keys for programs that use the API: made with a role, shown once, revoked for good. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus } from '@tabler/icons-react';
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
  ProblemNote,
  type Role,
  useMe,
  useSending,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { ApiKeyItem } from '../contract.ts';
import { ChannelsInput, RoleSelect } from './role-inputs.tsx';
import { ShownOnce } from './shown-once.tsx';

export default function ApiKeysPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const [revoking, setRevoking] = useState<ApiKeyItem | null>(null);
  const columns = useKeyColumns(setRevoking);
  const make = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ new: '1' })}>
      {t`New API key`}
    </Button>
  );
  return (
    <PageFrame
      title={t`API keys`}
      lead={
        <Trans>
          For programs that read or change things here. For sending events, use a source’s write key.
        </Trans>
      }
      actions={make}
    >
      <ListPage<ApiKeyItem>
        page="api-keys"
        endpoint="/api/api-keys"
        label={t`API keys`}
        columns={columns}
        search={t`Name`}
        sort="-id"
        filters={[
          {
            name: 'active',
            label: t`State`,
            kind: 'choice',
            options: [
              { value: 'true', label: t`Active` },
              { value: 'false', label: t`Revoked` },
            ],
          },
        ]}
        rowId={(key) => key.id}
        empty={{
          title: t`No API keys`,
          text: <Trans>Make one for each program, so that each can be revoked alone.</Trans>,
          action: make,
        }}
      />
      <Modal opened={url.new !== undefined} onClose={() => change({ new: null })} title={t`New API key`}>
        {url.new !== undefined && <NewKey onClose={() => change({ new: null })} />}
      </Modal>
      <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />
    </PageFrame>
  );
}

function useKeyColumns(revoke: (key: ApiKeyItem) => void): Column<ApiKeyItem>[] {
  const { t } = useLingui();
  const { roles } = useWords();
  return useMemo(
    () => [
      { id: 'name', title: t`Name`, sort: 'name', cell: (key) => <Verbatim>{key.name}</Verbatim> },
      { id: 'prefix', title: t`Begins with`, cell: (key) => <Mono>{key.prefix}</Mono> },
      { id: 'role', title: t`Role`, cell: (key) => roles[key.role] },
      {
        id: 'used',
        title: t`Last used`,
        cell: (key) => (key.last_used_at ? <Instant at={key.last_used_at} /> : t`Never`),
      },
      {
        id: 'made',
        title: t`Made`,
        sort: 'id',
        optional: true,
        cell: (key) => <Instant at={key.created_at} />,
      },
      {
        id: 'state',
        title: t`State`,
        cell: (key) =>
          key.revoked_at ? <Mark tone="bad">{t`Revoked`}</Mark> : <Mark tone="ok">{t`Active`}</Mark>,
      },
      {
        id: 'act',
        title: t`Act`,
        end: true,
        cell: (key) =>
          !key.revoked_at && (
            <Button size="compact-sm" variant="default" onClick={() => revoke(key)}>{t`Revoke…`}</Button>
          ),
      },
    ],
    [t, roles, revoke],
  );
}

function NewKey({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const me = useMe();
  const queries = useQueryClient();
  const [made, setMade] = useState<string | null>(null);
  const form = useForm<{ name: string; role: Role; channels: string[] }>({
    initialValues: { name: '', role: me.role === 'owner' ? 'developer' : me.role, channels: [] },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ channels, ...rest }) =>
      api.post<{ api_key: string }>('/api/api-keys', {
        ...rest,
        channels: channels.length > 0 ? channels : null,
      }),
    onDone: (answer) => {
      setMade(answer.api_key);
      void queries.invalidateQueries({ queryKey: ['/api/api-keys'] });
    },
  });
  if (made) {
    return (
      <ShownOnce value={made} what={t`API key`} onClose={onClose}>
        <Trans>Put this key where the program reads it. It is shown only now.</Trans>
      </ShownOnce>
    );
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          required
          maxLength={120}
          label={t`Name of the program`}
          {...form.getInputProps('name')}
        />
        <RoleSelect {...form.getInputProps('role')} {...(me.role !== 'owner' && { only: [me.role] })} />
        <ChannelsInput {...form.getInputProps('channels')} />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={pending}>{t`Make the key`}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function RevokeKey({ apiKey, onClose }: { apiKey: ApiKeyItem | null; onClose(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`/api/api-keys/${id}`),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['/api/api-keys'] }),
  });
  return (
    <Confirm
      opened={apiKey !== null}
      onClose={onClose}
      title={t`Revoke this key?`}
      word={apiKey?.name ?? ''}
      act={t`Revoke for good`}
      pending={revoke.isPending}
      failure={revoke.error}
      onConfirm={() => apiKey && revoke.mutate(apiKey.id)}
    >
      <Trans>The program that uses it is refused from its next request on. This cannot be undone.</Trans>
    </Confirm>
  );
}
