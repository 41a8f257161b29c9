/** Notes on a customer: what is pinned first, then the latest; written and edited where they stand. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiPage, api, mayOpen, Panel, ProblemNote, useMe } from '#console/kit';
import type { NoteItem } from '../contract.ts';
import { NoteForm } from './note-form.tsx';
import { NoteOfCustomer } from './note-of-customer.tsx';
import css from './notes.module.css';

export function NotesOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const [writing, setWriting] = useState(false);
  const [asked, setAsked] = useState('');
  const [q] = useDebouncedValue(asked.trim(), 250);
  const path = `/api/customers/${customer}/notes`;
  const isReader = mayOpen(role, ['agent', 'operations', 'developer']);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    enabled: isReader,
    queryKey: ['/api/customers', customer, 'notes', q],
    queryFn: ({ signal, pageParam }) =>
      api.get<ApiPage<NoteItem>>(path, { signal, query: { limit: 10, q, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  if (!isReader) return null;
  const notes = data?.pages.flatMap(({ items }) => items) ?? [];
  const mayWrite = mayOpen(role, ['agent', 'operations']);
  return (
    <Panel
      title={t`Notes`}
      actions={
        mayWrite &&
        !writing && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setWriting(true)}
          >{t`Write a note`}</Button>
        )
      }
    >
      {writing && <NoteForm customer={customer} onDone={() => setWriting(false)} />}
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={80} />}
      {(notes.length > 4 || asked) && (
        <TextInput
          size="xs"
          mb="sm"
          aria-label={t`Search the notes`}
          placeholder={t`Search the notes`}
          maxLength={200}
          value={asked}
          onChange={(event) => setAsked(event.currentTarget.value)}
        />
      )}
      {data && notes.length === 0 && !writing && (
        <Text size="sm" c="dimmed">
          {q ? (
            <Trans>No note says this.</Trans>
          ) : (
            <Trans>Nothing noted yet: what a colleague should know before she calls again.</Trans>
          )}
        </Text>
      )}
      <ul className={css.list}>
        {notes.map((note) => (
          <NoteOfCustomer key={note.id} customer={customer} note={note} mayWrite={mayWrite} />
        ))}
      </ul>
      {hasNextPage && (
        <Group mt="sm">
          <Button
            size="compact-sm"
            variant="default"
            loading={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >{t`Show more`}</Button>
        </Group>
      )}
    </Panel>
  );
}
