/** Some things in an order somebody chose, others left out: columns of a list, sections of a page. */

/** Shown or not. What comes back takes the place before the first that follows it in the usual order. */
export function toggled(all: readonly string[], shown: readonly string[], id: string): string[] {
  if (shown.includes(id)) return shown.filter((one) => one !== id);
  const later = new Set(all.slice(all.indexOf(id) + 1));
  const at = shown.findIndex((one) => later.has(one));
  return at < 0 ? [...shown, id] : [...shown.slice(0, at), id, ...shown.slice(at)];
}

/** One place up (-1) or down (1); at the edge it stays. */
export function moved(shown: readonly string[], id: string, step: -1 | 1): string[] {
  const [from, to] = [shown.indexOf(id), shown.indexOf(id) + step];
  if (from < 0 || to < 0 || to >= shown.length) return [...shown];
  const next = [...shown];
  next[from] = next[to] as string;
  next[to] = id;
  return next;
}

/** What of a page is shown, in order: first what was chosen, then what nobody has chosen or hidden yet. */
export function arrangedSections(
  all: readonly string[],
  arrangement: { shown: readonly string[]; hidden: readonly string[] } | undefined,
): string[] {
  if (!arrangement) return [...all];
  const { shown, hidden } = arrangement;
  const chosen = shown.filter((id) => all.includes(id));
  return [...chosen, ...all.filter((id) => !chosen.includes(id) && !hidden.includes(id))];
}
