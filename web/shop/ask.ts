/** What the shop front asks of the house. A refusal comes with a sentence in the shopper's language. */
import { i18n } from '@lingui/core';
import { useEffect, useState } from 'preact/hooks';

export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string, sentence: string) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

export async function ask<T>(path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const response = await fetch(`/api/storefront${path}`, {
    credentials: 'omit',
    headers: { 'accept-language': i18n.locale, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const said = await response.json().catch(() => ({}));
  if (response.ok) return said as T;
  throw new Refused(response.status, said.code ?? 'internal', said.detail ?? said.title ?? '');
}

export type Asked<T> = { data: T | null; failure: Refused | null };

const KEPT_MS = 60_000;
const kept = new Map<string, { data: unknown; until: number }>();

/** Null asks nothing. What was asked a moment ago is shown at once, so that going back does not flicker. */
export function useAsk<T>(path: string | null): Asked<T> {
  const [asked, setAsked] = useState<Asked<T> & { path: string | null }>({ data: null, failure: null, path });
  useEffect(() => {
    if (path === null) return;
    const leaving = new AbortController();
    ask<T>(path, undefined, leaving.signal).then(
      (data) => {
        kept.set(path, { data, until: performance.now() + KEPT_MS });
        setAsked({ data, failure: null, path });
      },
      (failure) => !leaving.signal.aborted && setAsked({ data: null, failure, path }),
    );
    return () => leaving.abort();
  }, [path]);
  if (asked.path === path && (asked.data || asked.failure)) return asked;
  const before = path === null ? undefined : kept.get(path);
  return { data: before && before.until > performance.now() ? (before.data as T) : null, failure: null };
}

/** Stock and prices may be others now. */
export const forgetAsked = (): void => kept.clear();
