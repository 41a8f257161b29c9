import { useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, ProblemNote, useSending } from '#console/kit';
import type { GroupDetail, MemberRole } from '../contract.ts';
import { MEMBER_ROLES } from './choices.ts';
import { useGroupWords } from './group-words.ts';

type Props = { group: string; onDone(group: GroupDetail): void };

/** Adds a customer; one who belongs to the group takes the role given. */
export function MemberForm({ group, onDone }: Props) {
  const { t } = useLingui();
  const { roles } = useGroupWords();
  const queries = useQueryClient();
  const form = useForm<{ customer: string; role: MemberRole; since: string }>({
    initialValues: { customer: '', role: 'member', since: '' },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ customer, role, since }) =>
      api.post<GroupDetail>(`/api/groups/${group}/members`, {
        customer: customer.trim(),
        role,
        ...(since && { since }),
      }),
    onDone: (answer) => {
      void queries.invalidateQueries({ queryKey: ['/api/customers'] });
      onDone(answer);
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          required
          inputMode="numeric"
          label={t`Customer`}
          description={t`The customer’s number, as on her page.`}
          {...form.getInputProps('customer')}
        />
        <Select
          label={t`As`}
          allowDeselect={false}
          data={MEMBER_ROLES.map((value) => ({ value, label: roles[value] }))}
          {...form.getInputProps('role')}
        />
        <TextInput
          type="date"
          label={t`Since`}
          description={t`Today, where nothing is said.`}
          {...form.getInputProps('since')}
        />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Add member`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
