import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ProblemNote, useSending } from '#console/kit';
import type { StaffRole } from '../contract.ts';
import { ChannelsInput, RoleSelect } from './role-inputs.tsx';
import { AlsoMailed, type Issued, ShownOnce } from './shown-once.tsx';

export function InviteStaff({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} title={t`Invite somebody`}>
      {opened && <Invitation onClose={onClose} />}
    </Modal>
  );
}

function Invitation({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [issued, setIssued] = useState<Issued | null>(null);
  const form = useForm<{ email: string; name: string; role: StaffRole; channels: string[] }>({
    initialValues: { email: '', name: '', role: 'agent', channels: [] },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ channels, ...rest }) =>
      api.post<Issued>('/api/staff/invitations', {
        ...rest,
        channels: channels.length > 0 ? channels : null,
      }),
    onDone: (answer) => {
      setIssued(answer);
      void queries.invalidateQueries({ queryKey: ['/api/staff'] });
    },
  });
  if (issued) {
    return (
      <ShownOnce value={issued.link} what={t`invitation link`} onClose={onClose}>
        <Trans>
          Give this link to {form.getValues().name}. It sets the password, works once, and is shown only now.
        </Trans>{' '}
        {issued.mailed && <AlsoMailed />}
      </ShownOnce>
    );
  }
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput data-autofocus required type="email" label={t`E-mail`} {...form.getInputProps('email')} />
        <TextInput
          required
          maxLength={120}
          label={t({ message: 'Name', context: 'of a person' })}
          {...form.getInputProps('name')}
        />
        <RoleSelect {...form.getInputProps('role')} />
        <ChannelsInput {...form.getInputProps('channels')} />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={pending}>{t`Invite`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
