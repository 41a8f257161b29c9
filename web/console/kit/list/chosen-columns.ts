/** Which columns a list shows and in what order, as its address says it (`cols=name,spent`); nothing said means the usual ones. */
type Known = { id: string; optional?: boolean };

export const usualColumns = (columns: readonly Known[]): string[] =>
  columns.filter(({ optional }) => !optional).map(({ id }) => id);

/** What the address names and the list does not know is passed over: links outlive columns. */
export function chosenColumns(columns: readonly Known[], cols: string | undefined): string[] {
  const known = new Set(columns.map(({ id }) => id));
  const chosen = [...new Set((cols ?? '').split(','))].filter((id) => known.has(id));
  return chosen.length > 0 ? chosen : usualColumns(columns);
}

/** Null: as usual, so that the address says nothing of it. */
export const colsOf = (columns: readonly Known[], shown: readonly string[]): string | null =>
  shown.length === 0 || shown.join() === usualColumns(columns).join() ? null : shown.join();
