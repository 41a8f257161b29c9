/**
 * What of the newest page is not on the screen yet. By position, which is each event's own: something imported may belong between two that
 * are shown. What is older than all that is shown belongs to the pages that come after, and is not new.
 */
export function arrived<Event extends { position: number; timestamp: string }>(
  shown: readonly Event[],
  newest: readonly Event[],
): Event[] {
  const known = new Set(shown.map(({ position }) => position));
  const oldest = shown.at(-1)?.timestamp ?? '';
  return newest.filter(({ position, timestamp }) => !known.has(position) && timestamp >= oldest);
}
