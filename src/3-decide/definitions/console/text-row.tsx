/** A condition in the text form, read by the server as one types. */
import { useLingui } from '@lingui/react/macro';
import { Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, useSentence } from '#console/kit';
import type { Node } from '../ast.ts';
import type { ReadDefinition } from '../contract.ts';
import css from './builder.module.css';
import type { Row } from './draft.ts';

const PAUSE_MS = 400;

type Given = { definition: { version: 1; who: Node } } | { text: string };

/** What the server makes of it: both forms, and its sentence. */
export function useReading(given: Given | null) {
  return useQuery({
    enabled: given !== null,
    queryKey: ['/api/definitions/reading', given],
    queryFn: ({ signal }) => api.post<ReadDefinition>('/api/definitions/reading', given, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

type Props = { row: Row; onChange(changes: Partial<Row>): void };

export function TextRow({ row, onChange }: Props) {
  const { t } = useLingui();
  const sentence = useSentence();
  const { typed, condition } = row;
  const [paused] = useDebouncedValue(typed, PAUSE_MS);
  const printed = useReading(
    typed === null && condition ? { definition: { version: 1, who: condition } } : null,
  );
  const isRead = paused !== null && paused.trim() !== '' && paused === typed;
  const read = useReading(isRead ? { text: paused } : null);
  const who = isRead && !read.isPlaceholderData && !read.error ? read.data?.definition.who : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer
  useEffect(() => {
    if (who !== undefined && condition === null) onChange({ condition: who as Node });
  }, [who, condition]);
  return (
    <Textarea
      className={css.text}
      classNames={{ input: css.code ?? '' }}
      aria-label={t`Condition in the text form`}
      autosize
      minRows={1}
      maxRows={8}
      spellCheck={false}
      dir="ltr"
      maxLength={20_000}
      value={typed ?? printed.data?.text ?? ''}
      error={isRead && read.error ? sentence(read.error) : undefined}
      onChange={(event) => onChange({ typed: event.currentTarget.value, condition: null })}
    />
  );
}
