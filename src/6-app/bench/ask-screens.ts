/** Asks for what the console's screens ask for, as somebody does who is signed in, and says how long the slowest in a hundred took. */
export type Asking = { url: string; apiKey: string };

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0;
  return Math.round(at * 10) / 10;
}

export async function get<T>({ url, apiKey }: Asking, path: string): Promise<T> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Each once before, so that nobody measures the first compilation; then two at a time, as people do. */
export async function timed(asking: Asking, paths: readonly string[]): Promise<number[]> {
  for (const path of paths.slice(0, 20)) await get(asking, path);
  const times: number[] = [];
  let next = 0;
  const ask = async (): Promise<void> => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      const start = performance.now();
      await get(asking, path);
      times.push(performance.now() - start);
    }
  };
  await Promise.all([ask(), ask()]);
  return times;
}

export type ListPage = { items: { id: string }[]; next: string | null };

/** Where page `page` of a list begins: its pages are walked to it. Null: the list is shorter. */
export async function cursorOfPage(asking: Asking, path: string, page: number): Promise<string | null> {
  const rows = (page - 1) * 50;
  let after: string | null = null;
  for (let seen = 0; seen < rows; seen += 200) {
    const limit = Math.min(200, rows - seen);
    const { next }: ListPage = await get(
      asking,
      `${path}&limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ''}`,
    );
    if (next === null) return null;
    after = next;
  }
  return after;
}
