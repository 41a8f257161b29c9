/** Saved views of a list: what its address says, under a name, for oneself or for all staff. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Group, Menu, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconBookmark, IconTrash, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ViewItem } from '#platform/views/contract';
import { api, type Page } from '../api.ts';
import { useSending } from '../form.tsx';
import { ProblemNote } from '../problem.tsx';
import { parseSearch, stringifySearch, type UrlState } from '../url-state.ts';
import css from './list.module.css';

/** Where one is in a list, and what is open, is no part of a view. */
const viewOf = ({ after: _, at: __, ...rest }: UrlState): string => stringifySearch(rest);

export function ViewsMenu({ page, url }: { page: string; url: UrlState }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [saving, setSaving] = useState(false);
  const { data } = useQuery({
    queryKey: ['views', page],
    queryFn: ({ signal }) => api.get<Page<ViewItem>>('/api/views', { query: { page }, signal }),
    staleTime: 60_000,
  });
  const reload = (): void => void queries.invalidateQueries({ queryKey: ['views', page] });
  const views = data?.items ?? [];
  const now = viewOf(url);
  const current = views.find((view) => viewOf(parseSearch(view.query)) === now);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={14} aria-hidden />}>
            {current ? <span className={css.viewName}>{current.name}</span> : t`Views`}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && (
            <Text c="dimmed" p="xs" maw={260}>
              <Trans>No saved views yet. Set filters and columns, then save what you see.</Trans>
            </Text>
          )}
          {views.map((view) => (
            <Menu.Item
              key={view.id}
              onClick={() => void navigate({ to: '.', search: parseSearch(view.query) as never })}
              rightSection={
                view.shared ? <IconUsers size={14} aria-label={t`Shared with all staff`} /> : undefined
              }
            >
              {view.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            onClick={() => void navigate({ to: '.', search: {} as never })}
          >{t`Reset the list`}</Menu.Item>
          <Menu.Item onClick={() => setSaving(true)}>{t`Save or delete views…`}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={saving} onClose={() => setSaving(false)} title={t`Saved views`}>
        {saving && <SaveView page={page} query={now} onSaved={reload} onClose={() => setSaving(false)} />}
        <OwnViews views={views.filter((view) => view.mine)} onDeleted={reload} />
      </Modal>
    </>
  );
}

type Saving = { page: string; query: string; onSaved(): void; onClose(): void };

function SaveView({ page, query, onSaved, onClose }: Saving) {
  const { t } = useLingui();
  const form = useForm({ initialValues: { name: '', shared: false } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) => api.post<ViewItem>('/api/views', { ...values, page, query }),
    onDone: () => {
      onSaved();
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          required
          maxLength={80}
          label={t`Name for what the list shows now`}
          {...form.getInputProps('name')}
        />
        <Switch label={t`Share with all staff`} {...form.getInputProps('shared', { type: 'checkbox' })} />
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>{t`Save view`}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function OwnViews({ views, onDeleted }: { views: readonly ViewItem[]; onDeleted(): void }) {
  const { t } = useLingui();
  const remove = useMutation({
    mutationFn: (id: string) => api.delete(`/api/views/${id}`),
    onSuccess: onDeleted,
  });
  if (views.length === 0) return null;
  return (
    <ul className={css.ownViews}>
      {views.map((view) => (
        <li key={view.id}>
          {view.name}
          <ActionIcon onClick={() => remove.mutate(view.id)} aria-label={t`Delete the view ${view.name}`}>
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
      <ProblemNote failure={remove.error} />
    </ul>
  );
}
