/** What segments are called on screens, and what every page of them asks for. */
import { useLingui } from '@lingui/react/macro';
import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ApiPage, api, Mark, mayOpen, type Tone, useMe, useWords, Verbatim } from '#console/kit';
import type { SegmentItem, Why } from '../contract.ts';
import css from './segments.module.css';

export type State = SegmentItem['state'];
export type Cause = Why['history'][number]['cause'];

export function useSegmentWords() {
  const { t, i18n } = useLingui();
  const states: Record<State, { label: string; tone: Tone }> = {
    filling: { label: t`Being filled`, tone: 'accent' },
    live: { label: t`Live`, tone: 'ok' },
    failed: { label: t`Filling failed, tried again`, tone: 'bad' },
    archived: { label: t`Archived`, tone: 'quiet' },
  };
  const causes: Record<Cause, string> = {
    event: t`by what happened`,
    time: t`by time that passed`,
    merge: t`by a merge or its undoing`,
    filling: t`from the beginning`,
    definition: t`by a change of the definition`,
  };
  return {
    states,
    causes,
    inOwn: (words: { en: string; zh: string }): string => (i18n.locale === 'zh-CN' ? words.zh : words.en),
  };
}

export function Sentence({ sentence }: { sentence: SegmentItem['sentence'] }) {
  const { inOwn } = useSegmentWords();
  return <Verbatim longest={2000}>{inOwn(sentence)}</Verbatim>;
}

/** In a word; while it is filled, how far it is. */
export function StateOf({ segment: { state, filled } }: { segment: Pick<SegmentItem, 'state' | 'filled'> }) {
  const { t } = useLingui();
  const { states } = useSegmentWords();
  const { share } = useWords();
  const done = share(Math.floor(filled * 100) / 100);
  return (
    <span className={css.state}>
      <Mark tone={states[state].tone}>
        {states[state].label}
        {state === 'filling' && <span className={css.done}>{done}</span>}
      </Mark>
      {state === 'filling' && (
        <Progress value={filled * 100} size="xs" w={72} aria-label={t`Filled to ${done}`} />
      )}
    </span>
  );
}

/** What the role may do; the server decides. */
export function useSegmentRights(): { mayRead: boolean; mayWrite: boolean } {
  const { role } = useMe();
  return {
    mayRead: mayOpen(role, ['analyst', 'marketer', 'operations', 'developer']),
    mayWrite: mayOpen(role, ['analyst', 'marketer']),
  };
}

/** All that are current, as far as one answer goes: to choose from, and to see which asks about which. */
export const useAllSegments = () =>
  useQuery({
    queryKey: ['/api/segments', 'all'],
    queryFn: ({ signal }) =>
      api.get<ApiPage<SegmentItem>>('/api/segments', { signal, query: { limit: 200 } }),
    staleTime: 10_000,
  });

/** Which segments a definition asks about. */
export function asksAbout(node: unknown): number[] {
  if (Array.isArray(node)) return node.flatMap(asksAbout);
  if (typeof node !== 'object' || node === null) return [];
  const { kind, segment } = node as { kind?: unknown; segment?: unknown };
  if (kind === 'segment' && typeof segment === 'number') return [segment];
  return Object.values(node).flatMap(asksAbout);
}
