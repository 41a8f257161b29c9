/** One list: its state in the address, its rows from the API. */
import { useLingui } from '@lingui/react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { address, api, type Page, type Query } from '../api.ts';
import { type ChangeUrl, type UrlState, useUrlState } from '../url-state.ts';

export type ListState<Item> = {
  url: UrlState;
  change: ChangeUrl;
  /** Narrowed by search or filter: then "nothing here" means something else. */
  narrowed: boolean;
  rows: Item[] | undefined;
  next: string | null;
  failure: unknown;
  fetching: boolean;
  reload(): void;
  csv: string;
};

export function useList<Item>(
  endpoint: string,
  filters: readonly string[],
  refresh?: number,
): ListState<Item> {
  const [url, change] = useUrlState();
  const { i18n } = useLingui();
  const asked: Query = Object.fromEntries(
    ['q', 'sort', 'after', ...filters].map((name) => [name, url[name]]),
  );
  const { data, error, isFetching, refetch } = useQuery({
    // Some rows hold sentences in the reader's language.
    queryKey: [endpoint, asked, i18n.locale],
    queryFn: ({ signal }) => api.get<Page<Item>>(endpoint, { query: asked, signal }),
    placeholderData: keepPreviousData,
    ...(refresh !== undefined && { refetchInterval: refresh }),
  });
  const { after: _, ...all } = asked;
  return {
    url,
    change,
    narrowed: ['q', 'after', ...filters].some((name) => url[name]),
    rows: data?.items,
    next: data?.next ?? null,
    failure: error,
    fetching: isFetching,
    reload: () => void refetch(),
    csv: address(endpoint, { ...all, format: 'csv' }),
  };
}

/** A change of what is shown starts at the first page. */
export const fromFirstPage = (changes: Record<string, string | null>): Record<string, string | null> => ({
  ...changes,
  after: null,
});
