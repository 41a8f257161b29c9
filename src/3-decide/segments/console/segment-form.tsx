/** Builds a segment: its name, who is meant by rows or as text, and beside it who that would be now. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { ApiProblem, api, Confirm, Panel, ProblemNote, useSending } from '#console/kit';
import type { Definition } from '#decide/definitions';
import {
  type Choice,
  DefinitionBuilder,
  faultsOf,
  type Query,
  queryOf,
  TextEditor,
  written,
} from '#decide/definitions/console';
import type { ReadDefinition } from '#decide/definitions/contract';
import type { SegmentDetail } from '../contract.ts';
import { Preview } from './preview.tsx';
import { useAllSegments } from './segment-words.tsx';
import css from './segments.module.css';
import { type Given, usePreview } from './use-preview.ts';

export type Start = { name: string; description: string; definition: Definition };

type Props = {
  start: Start;
  /** Its own number: it cannot ask about itself. */
  own?: number;
  act: string;
  send(body: { name: string; description: string } & Given): Promise<SegmentDetail>;
  onDone(segment: SegmentDetail): void;
  cancel: ReactNode;
};

export function SegmentForm({ start, own, act, send, onDone, cancel }: Props) {
  const { t } = useLingui();
  const draft = useDraft(start.definition);
  const preview = usePreview(draft.given);
  const form = useForm({ initialValues: { name: start.name, description: start.description } });
  const isSaved = useRef(false);
  const saving = useSending(form, {
    send: (values) => send({ ...values, ...(draft.given as Given) }),
    onDone: (segment) => {
      isSaved.current = true;
      onDone(segment);
    },
  });
  const isFinished = draft.given !== null;
  return (
    <div className={css.builder}>
      <div className={css.main}>
        <Panel>
          <form id="segment" onSubmit={saving.onSubmit}>
            <div className={css.names}>
              <TextInput
                required
                maxLength={120}
                label={t`Name`}
                placeholder={t`Such as: tea lovers who went quiet`}
                {...form.getInputProps('name')}
              />
              <TextInput maxLength={1000} label={t`What it is for`} {...form.getInputProps('description')} />
            </div>
          </form>
        </Panel>
        <WhoIsMeant draft={draft} failure={preview.failure} own={own} />
        <ProblemNote failure={saving.failure} />
        <Group justify="flex-end" gap="xs">
          {cancel}
          <Button type="submit" form="segment" disabled={!isFinished} loading={saving.pending}>
            {act}
          </Button>
        </Group>
      </div>
      <div className={css.aside}>
        <Preview preview={preview} isFinished={isFinished} />
      </div>
      <LeaveGuard isChanged={() => !isSaved.current && (form.isDirty() || draft.isChanged)} />
    </div>
  );
}

type Draft = ReturnType<typeof useDraft>;

/** The definition in the form in which it is edited. */
function useDraft(definition: Definition) {
  const [as, setAs] = useState<'rows' | 'text'>('rows');
  const [query, setQuery] = useState<Query>(() => queryOf(definition));
  const [text, setText] = useState('');
  const { definition: built, places } = useMemo(() => written(query), [query]);
  const [first] = useState(() => JSON.stringify(built));
  const reading = useMutation({
    mutationFn: (given: Given) => api.post<ReadDefinition>('/api/definitions/reading', given),
  });
  const given: Given | null =
    as === 'text' ? (text.trim() === '' ? null : { text }) : built && { definition: built };
  const show = (next: 'rows' | 'text'): void => {
    if (next === as || given === null) return;
    reading.mutate(given, {
      onSuccess: (read) => {
        if (next === 'text') setText(read.text);
        else setQuery(queryOf(read.definition as unknown as Definition));
        setAs(next);
      },
    });
  };
  return {
    as,
    show,
    /** Why it cannot be shown the other way. */
    showFailure: reading.error,
    query,
    setQuery,
    text,
    setText: (typed: string): void => {
      reading.reset();
      setText(typed);
    },
    places,
    given,
    isChanged: as === 'text' || JSON.stringify(built) !== first,
  };
}

type WhoProps = { draft: Draft; failure: unknown; own: number | undefined };

function WhoIsMeant({ draft, failure, own }: WhoProps) {
  const { t } = useLingui();
  const all = useAllSegments().data?.items;
  const segments = useMemo(
    (): Choice[] =>
      (all ?? []).filter(({ id }) => id !== own).map(({ id, name }) => ({ value: String(id), label: name })),
    [all, own],
  );
  const faults = useMemo(
    () => (failure instanceof ApiProblem ? faultsOf(failure.fields, draft.places) : new Map()),
    [failure, draft.places],
  );
  return (
    <Panel
      title={t`Who is meant`}
      actions={
        <SegmentedControl
          aria-label={t`How it is edited`}
          value={draft.as}
          onChange={(next) => draft.show(next === 'text' ? 'text' : 'rows')}
          data={[
            { value: 'rows', label: t`Rows` },
            { value: 'text', label: t`As text` },
          ]}
        />
      }
    >
      {draft.as === 'text' ? (
        <TextEditor value={draft.text} onChange={draft.setText} failure={failure ?? draft.showFailure} />
      ) : (
        <Stack gap="xs">
          <DefinitionBuilder
            query={draft.query}
            onChange={draft.setQuery}
            faults={faults}
            segments={segments}
          />
          <ProblemNote failure={draft.showFailure} />
          {draft.given === null && (
            <Text size="xs" c="dimmed">
              <Trans>It can be saved, and shown as text, once nothing is missing.</Trans>
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}

/** What was built is not lost by a press on a link. */
function LeaveGuard({ isChanged }: { isChanged(): boolean }) {
  const { t } = useLingui();
  const { proceed, reset, status } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isChanged(),
    enableBeforeUnload: isChanged,
    withResolver: true,
  });
  return (
    <Confirm
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={t`Leave without saving?`}
      act={t`Leave`}
      pending={false}
      failure={null}
      onConfirm={() => proceed?.()}
    >
      <Text size="sm">
        <Trans>What you changed here is not saved.</Trans>
      </Text>
    </Confirm>
  );
}
