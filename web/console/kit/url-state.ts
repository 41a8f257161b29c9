/**
 * What a page shows stands in its address: filters, sort, the open drawer, the chosen columns. A link shows a colleague the same
 * thing, and the browser's back button undoes.
 */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type UrlState = Readonly<Record<string, string>>;
export type ChangeUrl = (
  changes: Record<string, string | null | undefined>,
  options?: { replace?: boolean },
) => void;

export function useUrlState(): [UrlState, ChangeUrl] {
  const state = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const change = useCallback<ChangeUrl>(
    (changes, { replace = false } = {}) => {
      const search = (previous: Record<string, string>): Record<string, string> =>
        Object.fromEntries(
          Object.entries({ ...previous, ...changes }).filter(
            (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
          ),
        );
      void navigate({ to: '.', search: search as never, replace, resetScroll: false });
    },
    [navigate],
  );
  return [state, change];
}

/** Addresses carry plain texts: `?sort=-name&kind=web`, as the API and saved views have them. */
export const parseSearch = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));
export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text && `?${text}`;
}
