/** Who would be in it, asked while one edits: a moment after the last key, and the question before is given up. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiProblem, api } from '#console/kit';
import type { Preview } from '../contract.ts';

export type Given = { definition: { version: 1; who: unknown } } | { text: string };

const PAUSE_MS = 400;

const MOST_TRIES = 5;

/** Nothing that another definition would change. */
export const isPassing = (failure: unknown): boolean =>
  !(failure instanceof ApiProblem) || failure.status === 0 || failure.status === 429 || failure.status >= 500;

export function usePreview(given: Given | null) {
  const asked = given === null ? null : JSON.stringify(given);
  const [paused] = useDebouncedValue(asked, PAUSE_MS);
  const answer = useQuery({
    enabled: paused !== null,
    queryKey: ['/api/segments/preview', paused],
    queryFn: ({ signal }) => api.post<Preview>('/api/segments/preview', JSON.parse(paused ?? ''), { signal }),
    placeholderData: keepPreviousData,
    // What was refused stays refused; a machine with much to do is asked again.
    retry: (count, failure) => count < MOST_TRIES && isPassing(failure),
    staleTime: 10_000,
  });
  return {
    data: answer.data,
    /** About what stands there now, not about what stood there before. */
    failure: paused === asked ? answer.error : null,
    isAsking: asked !== null && (paused !== asked || answer.isFetching),
    retry: () => void answer.refetch(),
  };
}
