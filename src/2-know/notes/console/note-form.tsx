/** One form writes a note and edits it. */
import { useLingui } from '@lingui/react/macro';
import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { api, ProblemNote, useSending } from '#console/kit';
import type { NoteItem } from '../contract.ts';

type Props = { customer: string; note?: NoteItem; onDone(): void };

export function NoteForm({ customer, note, onDone }: Props) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { text: note?.text ?? '' } });
  const path = `/api/customers/${customer}/notes`;
  const { onSubmit, pending, failure } = useSending(form, {
    send: (values) =>
      note ? api.patch<NoteItem>(`${path}/${note.id}`, values) : api.post<NoteItem>(path, values),
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['/api/customers', customer, 'notes'] });
      onDone();
    },
  });
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="xs" mb="sm">
        <Textarea
          data-autofocus
          autoFocus
          required
          autosize
          minRows={2}
          maxRows={12}
          maxLength={10_000}
          aria-label={t`Note`}
          placeholder={t`What should a colleague know?`}
          {...form.getInputProps('text')}
        />
        <ProblemNote failure={failure} />
        <Group justify="flex-end" gap="xs">
          <Button size="compact-sm" variant="default" onClick={onDone}>{t`Cancel`}</Button>
          <Button size="compact-sm" type="submit" loading={pending}>{t`Save note`}</Button>
        </Group>
      </Stack>
    </form>
  );
}
