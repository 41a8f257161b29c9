/** Write keys that were just made, so that the source's snippets can show them. In memory only: gone with the page. */
const fresh = new Map<string, { kind: 'browser' | 'server'; key: string }>();

export const keepFresh = (source: string, kind: 'browser' | 'server', key: string): void => {
  fresh.set(source, { kind, key });
};
export const freshKey = (source: string) => fresh.get(source);
