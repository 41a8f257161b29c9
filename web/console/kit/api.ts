/**
 * Calls of our own API. What it refuses arrives as problem+json in the reader's language and is thrown as an `ApiProblem`; what never
 * arrived is a problem too (`unreachable`). A 401 tells the shell that the session is over.
 */
import { i18n } from '@lingui/core';

export type FieldProblem = { field: string; code: string; message: string };
export type Query = Record<string, string | number | boolean | undefined>;
/** Every list answers this. */
export type Page<Item> = { items: Item[]; next: string | null };

export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: readonly FieldProblem[];

  constructor(body: { code: string; status: number; detail: string; errors?: FieldProblem[] }) {
    super(body.detail);
    this.code = body.code;
    this.status = body.status;
    this.fields = body.errors ?? [];
  }
}

export const SESSION_OVER = 'regulars:session-over';
/** A card number was taken out of what was sent. */
export const CARD_REMOVED = 'regulars:card-removed';

export const api = {
  get: <T>(path: string, options: { query?: Query; signal?: AbortSignal } = {}) =>
    call<T>('GET', address(path, options.query), undefined, options.signal),
  post: <T>(path: string, body: unknown = {}, { signal }: { signal?: AbortSignal } = {}) =>
    call<T>('POST', path, body, signal),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, body),
  delete: <T = void>(path: string) => call<T>('DELETE', path, undefined),
};

/** `/api/events?type=track`; what is undefined or empty is left out. */
export function address(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

async function call<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      'accept-language': i18n.locale,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
    credentials: 'same-origin',
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiProblem({ code: 'unreachable', status: 0, detail: '' });
  });
  if (response.headers.has('x-card-numbers-removed')) dispatchEvent(new Event(CARD_REMOVED));
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  throw await problemOf(response, path);
}

async function problemOf(response: Response, path: string): Promise<ApiProblem> {
  if (response.status === 401 && !path.startsWith('/api/auth/')) dispatchEvent(new Event(SESSION_OVER));
  const body = (await response.json().catch(() => ({}))) as Partial<{
    code: string;
    detail: string;
    errors: FieldProblem[];
  }>;
  return new ApiProblem({
    code: body.code ?? 'unknown',
    status: response.status,
    detail: body.detail ?? '',
    ...(body.errors && { errors: body.errors }),
  });
}
