/** Making a source and its first key in one step, then on to its snippets. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ProblemNote, useSending } from '#console/kit';
import type { SourceDetail, SourceKind } from '../contract.ts';
import { keepFresh } from './fresh-keys.ts';
import { keyKindFor, useSourceKinds } from './source-kinds.ts';

export function NewSource({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useLingui();
  return (
    <Modal opened={opened} onClose={onClose} title={t`New source`}>
      {opened && <SourceForm onClose={onClose} />}
    </Modal>
  );
}

function SourceForm({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const kinds = useSourceKinds();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm<{ name: string; kind: SourceKind }>({ initialValues: { name: '', kind: 'web' } });
  const { onSubmit, pending, failure } = useSending(form, {
    send: async (values) => {
      const source = await api.post<SourceDetail>('/api/sources', values);
      const kind = keyKindFor(source.kind);
      const { write_key } = await api.post<{ write_key: string }>(`/api/sources/${source.id}/keys`, { kind });
      keepFresh(source.id, kind, write_key);
      return source;
    },
    onDone: (source) => {
      void queries.invalidateQueries({ queryKey: ['/api/sources'] });
      void navigate({ to: `/sources/${source.id}` });
    },
  });
  const { kind } = form.getValues();
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          required
          maxLength={80}
          label={t`Name`}
          placeholder={t`Our website`}
          {...form.getInputProps('name')}
        />
        <Select
          label={t`Kind`}
          required
          allowDeselect={false}
          description={kinds[kind].hint}
          data={Object.entries(kinds).map(([value, { label }]) => ({ value, label }))}
          {...form.getInputProps('kind')}
        />
        <Text size="xs" c="dimmed">
          {keyKindFor(kind) === 'browser' ? (
            <Trans>It gets a browser key: public, can only append, and cannot say who somebody is.</Trans>
          ) : (
            <Trans>It gets a server key: a secret whose word is believed.</Trans>
          )}
        </Text>
        <ProblemNote failure={failure} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t`Cancel`}</Button>
          <Button type="submit" loading={pending}>{t`Make the source`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
