/** Puts a customer into a group that is there already. */
import { useLingui } from '@lingui/react/macro';
import { Button, Group, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiPage, api, ProblemNote, useSending } from '#console/kit';
import type { GroupDetail, GroupItem, MemberRole } from '../contract.ts';
import { MEMBER_ROLES } from './choices.ts';
import { useGroupWords } from './group-words.ts';

export function JoinForm({ customer, onDone }: { customer: string; onDone(): void }) {
  const { t } = useLingui();
  const { kinds, roles, nameOf } = useGroupWords();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const { data } = useQuery({
    queryKey: ['/api/groups', 'to-join', q],
    queryFn: ({ signal }) => api.get<ApiPage<GroupItem>>('/api/groups', { signal, query: { q, limit: 50 } }),
  });
  const found = (data?.items ?? []).map((group) => ({
    value: group.id,
    label: `${nameOf(group)} · ${kinds[group.kind]}`,
  }));
  const form = useForm<{ group: string | null; role: MemberRole }>({
    initialValues: { group: null, role: 'member' },
  });
  const { onSubmit, pending, failure } = useSending(form, {
    send: ({ group, role }) => api.post<GroupDetail>(`/api/groups/${group}/members`, { customer, role }),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['/api/customers'] });
      void queries.invalidateQueries({ queryKey: ['/api/groups'] });
      onDone();
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Select
          required
          searchable
          label={t`Group`}
          placeholder={t`Company, or a household’s whole name`}
          nothingFoundMessage={t`No group is called that.`}
          // What the server found is shown as it is: it finds a household by its whole name, however that is written.
          filter={({ options }) => options}
          onSearchChange={(text) => {
            // What was chosen is written into the field: that is no question.
            if (!found.some(({ label }) => label === text)) setTyped(text);
          }}
          data={found}
          {...form.getInputProps('group')}
        />
        <Select
          label={t`As`}
          allowDeselect={false}
          data={MEMBER_ROLES.map((value) => ({ value, label: roles[value] }))}
          {...form.getInputProps('role')}
        />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Add to group`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
