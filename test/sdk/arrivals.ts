/** What arrived, asked of the API as an integrating developer would. */
export type Logged = {
  position: number;
  message_id: string;
  type: string;
  event: string;
  timestamp: string;
  user_id: string | null;
  anonymous_id: string | null;
  properties: Record<string, unknown>;
  context: Record<string, unknown>;
  flags: string[];
};

/** Newest events, once there are at least `count` with this user or anonymous id; what there is after ten seconds. */
export async function eventsOf(url: string, apiKey: string, who: string, count: number): Promise<Logged[]> {
  const until = performance.now() + 10_000;
  for (;;) {
    const found = (await newest(url, apiKey, count + 400)).filter(
      (event) => event.user_id === who || event.anonymous_id === who,
    );
    if (found.length >= count || performance.now() > until) return found;
    await new Promise((next) => setTimeout(next, 100));
  }
}

async function newest(url: string, apiKey: string, most: number): Promise<Logged[]> {
  const events: Logged[] = [];
  for (let after = ''; events.length < most; ) {
    const answer = await fetch(`${url}/api/events?limit=200${after}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const { items, next } = (await answer.json()) as { items: Logged[]; next: string | null };
    events.push(...items);
    if (next === null) break;
    after = `&after=${next}`;
  }
  return events;
}
