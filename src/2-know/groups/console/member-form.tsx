import { useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, ProblemNote, useSending } from '#console/kit';
import { CustomerPicker } from '#know/customers/console';
import type { GroupDetail, MemberRole } from '../contract.ts';
import { MEMBER_ROLES } from './choices.ts';
import { useGroupWords } from './group-words.ts';

type Props = { group: string; onDone(group: GroupDetail): void };

/** Adds a customer; one who belongs to the group takes the role given. */
export function MemberForm({ group, onDone }: Props) {
  const { t } = useLingui();
  const { roles } = useGroupWords();
  const queries = useQueryClient();
  const form = useForm<{ customer: string | null; role: MemberRole; since: string }>({
    initialValues: { customer: null, role: 'member', since: '' },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ customer, role, since }) =>
      api.post<GroupDetail>(`/api/groups/${group}/members`, {
        customer,
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
        <CustomerPicker
          autoFocus
          label={t`Customer`}
          value={form.values.customer}
          error={form.errors.customer}
          onChange={(customer) => form.setFieldValue('customer', customer)}
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
