/** One note: its text, who wrote it and when, what it said before, and what may be done with it. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Anchor, Group, Skeleton, Text } from '@mantine/core';
import { IconPencil, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, Confirm, Instant, Mark, ProblemNote, Verbatim } from '#console/kit';
import type { EarlierTexts, NoteItem, Removed } from '../contract.ts';
import { NoteForm } from './note-form.tsx';
import css from './notes.module.css';

type Props = { customer: string; note: NoteItem; mayWrite: boolean };

export function NoteOfCustomer({ customer, note, mayWrite }: Props) {
  const { t } = useLingui();
  const [editing, setEditing] = useState(false);
  const [comparing, setComparing] = useState(false);
  if (editing)
    return (
      <li className={css.note}>
        <NoteForm customer={customer} note={note} onDone={() => setEditing(false)} />
      </li>
    );
  return (
    <li className={css.note}>
      <Group gap={6} wrap="nowrap" justify="space-between" align="start">
        <div className={css.text}>
          {note.pinned && (
            <>
              <Mark tone="ok">{t`Pinned`}</Mark>{' '}
            </>
          )}
          {note.text === null ? (
            <Trans>Cannot be read any more.</Trans>
          ) : (
            <Verbatim longest={10_000}>{note.text}</Verbatim>
          )}
        </div>
        {mayWrite && <NoteActions customer={customer} note={note} onEdit={() => setEditing(true)} />}
      </Group>
      <span className={css.by}>
        <Verbatim longest={80}>{note.author_name}</Verbatim> · <Instant at={note.written_at} brief />
        {note.edited_at && (
          <>
            {' · '}
            <Anchor
              component="button"
              type="button"
              inherit
              underline="always"
              aria-expanded={comparing}
              onClick={() => setComparing(!comparing)}
            >
              {t`Edited`}
            </Anchor>{' '}
            <Instant at={note.edited_at} brief />
          </>
        )}
      </span>
      {comparing && <Earlier customer={customer} note={note.id} />}
    </li>
  );
}

function Earlier({ customer, note }: { customer: string; note: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'notes', note, 'earlier'],
    queryFn: ({ signal }) =>
      api.get<EarlierTexts>(`/api/customers/${customer}/notes/${note}/earlier`, { signal }),
  });
  if (error && !data) return <ProblemNote failure={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton h={40} />;
  return (
    <div className={css.earlier}>
      {data.items.map((item) => (
        <div key={item.version}>
          <div className={css.text}>
            <Verbatim longest={10_000}>{item.text ?? '—'}</Verbatim>
          </div>
          <span className={css.by}>
            <Trans>
              <Verbatim longest={80}>{item.by_name}</Verbatim>, until <Instant at={item.until} brief />
            </Trans>
          </span>
        </div>
      ))}
    </div>
  );
}

function NoteActions({ customer, note, onEdit }: { customer: string; note: NoteItem; onEdit(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const path = `/api/customers/${customer}/notes/${note.id}`;
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['/api/customers', customer, 'notes'] });
  const pin = useMutation({
    mutationFn: () => api.patch<NoteItem>(path, { pinned: !note.pinned }),
    onSuccess,
  });
  const remove = useMutation({ mutationFn: () => api.delete<Removed>(path), onSuccess });
  return (
    <Group gap={2} wrap="nowrap">
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        loading={pin.isPending}
        aria-label={note.pinned ? t`Unpin note` : t`Pin note`}
        onClick={() => pin.mutate()}
      >
        {note.pinned ? <IconPinnedOff size={14} aria-hidden /> : <IconPin size={14} aria-hidden />}
      </ActionIcon>
      <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t`Edit note`} onClick={onEdit}>
        <IconPencil size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t`Take note away…`}
        onClick={() => setAsking(true)}
      >
        <IconTrash size={14} aria-hidden />
      </ActionIcon>
      <ProblemNote failure={pin.error} />
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Take this note away?`}
        act={t`Take away`}
        pending={remove.isPending}
        failure={remove.error}
        onConfirm={() => remove.mutate()}
      >
        <Text size="sm">
          <Trans>Its text is destroyed, with what it said before. This cannot be undone.</Trans>
        </Text>
      </Confirm>
    </Group>
  );
}
