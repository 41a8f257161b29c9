import { useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, ProblemNote, useSending } from '#console/kit';
import { CustomerPicker } from '#know/customers/console';
import type { GroupDetail, GroupKind, MemberRole } from '../contract.ts';
import { GROUP_KINDS, MEMBER_ROLES } from './choices.ts';
import { useGroupWords } from './group-words.ts';

/** `customer`: the first member, where that is known. */
export function NewGroupForm({ customer, onDone }: { customer: string; onDone(group: GroupDetail): void }) {
  const { t } = useLingui();
  const { kinds, roles } = useGroupWords();
  const queries = useQueryClient();
  const form = useForm<{ kind: GroupKind; name: string; member: string | null; role: MemberRole }>({
    initialValues: { kind: 'household', name: '', member: customer || null, role: 'head' },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ kind, name, member, role }) =>
      api.post<GroupDetail>('/api/groups', {
        kind,
        name,
        ...(member && { member: { customer: member, role } }),
      }),
    onDone: (group) => {
      void queries.invalidateQueries({ queryKey: ['/api/groups'] });
      void queries.invalidateQueries({ queryKey: ['/api/customers'] });
      onDone(group);
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Select
          label={t`Kind`}
          allowDeselect={false}
          data={GROUP_KINDS.map((value) => ({ value, label: kinds[value] }))}
          {...form.getInputProps('kind')}
        />
        <TextInput
          data-autofocus
          required
          maxLength={120}
          label={t`Name`}
          description={
            form.values.kind === 'household'
              ? t`Kept secret under the keys of its members.`
              : t`Stands in clear, as in a public register.`
          }
          {...form.getInputProps('name')}
        />
        <CustomerPicker
          required={form.values.kind === 'household'}
          label={t`First member`}
          value={form.values.member}
          error={form.errors.member}
          onChange={(member) => form.setFieldValue('member', member)}
        />
        <Select
          label={t`As`}
          allowDeselect={false}
          data={MEMBER_ROLES.map((value) => ({ value, label: roles[value] }))}
          {...form.getInputProps('role')}
        />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Make group`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
