/** Who would be in it, asked while one edits: a moment after the last key, and the question before is given up. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '#console/kit';
import type { Preview } from '../contract.ts';

export type Given = { definition: { version: 1; who: unknown } } | { text: string };

const PAUSE_MS = 400;

export function usePreview(given: Given | null) {
  const asked = given === null ? null : JSON.stringify(given);
  const [paused] = useDebouncedValue(asked, PAUSE_MS);
  const answer = useQuery({
    enabled: paused !== null,
    queryKey: ['/api/segments/preview', paused],
    queryFn: ({ signal }) => api.post<Preview>('/api/segments/preview', JSON.parse(paused ?? ''), { signal }),
    placeholderData: keepPreviousData,
    // What was refused stays refused; people come and go.
    retry: false,
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
