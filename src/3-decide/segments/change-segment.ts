/** Segments come, change and go. A definition that changes is a new one beside the old, which is shown until the new one's members are found. */
import { type Definition, understood } from '#decide/definitions';
import { SEGMENT_EVENTS } from '#events/segments';
import type { AuditEntry } from '#platform/audit';
import { Problem } from '#platform/errors';
import type { Tx } from '#platform/postgres';
import { DECIDE } from './live/decide.ts';
import * as live from './live/store.ts';
import type { SegmentParts } from './segment-parts.ts';
import * as store from './store.ts';

type Actor = AuditEntry['actor'];
type Given = { definition?: unknown; text?: string | undefined };

/** Throws what a definition may be refused for, and `segment_name_taken`. */
export async function createSegment(
  parts: SegmentParts,
  actor: Actor,
  { name, description, ...given }: Given & { name: string; description: string },
): Promise<number> {
  const meant = await meaning(parts, given);
  return await parts.db.transaction().execute(async (tx) => {
    const engine = await live.lockEngine(tx);
    const id = await store.insertSegment(tx, { name, description, at: parts.clock.now() });
    if (id === null) throw nameTaken();
    await placeSlot(parts, tx, engine.now, id, meant);
    await record(parts, tx, actor, 'segment.create', id);
    return id;
  });
}

/** Throws `not_found`, `conflict` where somebody else changed it meanwhile, and what creating throws. */
export async function changeSegment(
  parts: SegmentParts,
  actor: Actor,
  id: number,
  {
    revision,
    name,
    description,
    ...given
  }: Given & { revision: number; name?: string | undefined; description?: string | undefined },
): Promise<void> {
  const isRedefined = given.definition !== undefined || given.text !== undefined;
  const meant = isRedefined ? await meaning(parts, given, id) : null;
  await parts.db.transaction().execute(async (tx) => {
    const engine = await live.lockEngine(tx);
    const segment = await store.lockSegment(tx, id);
    if (!segment || segment.archived_at) throw new Problem('not_found');
    if (segment.revision !== revision) throw new Problem('conflict');
    if (!(await store.updateSegment(tx, id, { name, description }, parts.clock.now()))) throw nameTaken();
    if (meant) {
      await placeSlot(parts, tx, engine.now, id, meant);
      await followUsers(parts, tx, engine.now, id, new Set([id]));
    } else await live.newVersion(tx);
    await record(parts, tx, actor, 'segment.change', id);
  });
}

/** Throws `segment_in_use` with the names of those that lead to it. */
export async function archiveSegment(parts: SegmentParts, actor: Actor, id: number): Promise<void> {
  await parts.db.transaction().execute(async (tx) => {
    await live.lockEngine(tx);
    const segment = await store.lockSegment(tx, id);
    if (!segment || segment.archived_at) throw new Problem('not_found');
    const users = await store.usersOf(tx, id);
    if (users.length > 0)
      throw new Problem('segment_in_use', { params: { names: users.map(({ name }) => name).join(', ') } });
    await store.archive(tx, id, parts.clock.now());
    await live.newVersion(tx);
    await record(parts, tx, actor, 'segment.archive', id);
  });
}

/** What definitions refer to may change without them: products in a category. Those that came to something else are filled anew. */
export async function understandAnew(parts: SegmentParts): Promise<void> {
  for (const { segment_id: id, definition } of await store.currentSegments(parts.db)) {
    const meant = await meaning(parts, { definition }, id).catch(() => null);
    if (!meant || same(meant.tree, await store.newestTree(parts.db, id))) continue;
    await parts.db.transaction().execute(async (tx) => {
      const engine = await live.lockEngine(tx);
      const segment = await store.lockSegment(tx, id);
      if (segment && !segment.archived_at) await placeSlot(parts, tx, engine.now, id, meant);
    });
  }
}

const same = (one: unknown, other: unknown): boolean => sorted(one) === sorted(other);
/** JSON with its keys in one order: Postgres has its own. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

type Meaning = { definition: Definition; tree: unknown; uses: number[] };

async function meaning(parts: SegmentParts, given: Given, own?: number): Promise<Meaning> {
  const { language } = parts;
  const definition = given.text === undefined ? language.check(given.definition) : language.parse(given.text);
  const { tree } = await understood(parts, definition, own);
  const named = JSON.stringify(tree);
  // What the engine says itself would be decided by what it decides.
  for (const event of Object.values(SEGMENT_EVENTS))
    if (named.includes(JSON.stringify(event))) throw new Problem('segment_of_itself', { params: { event } });
  return { definition, tree, uses: usesIn(definition.who) };
}

function usesIn(node: Definition['who']): number[] {
  if ('all' in node || 'any' in node)
    return [...new Set((Object.values(node)[0] as Definition['who'][]).flatMap(usesIn))];
  if ('not' in node) return usesIn(node.not as Definition['who']);
  return 'kind' in node && node.kind === 'segment' ? [node.segment as number] : [];
}

/** From here on the live engine decides it too, for whoever has an event; everybody else is found by filling it. */
async function placeSlot(
  { log, clock }: SegmentParts,
  tx: Tx,
  now: number,
  segment: number,
  { definition, tree, uses }: Meaning,
): Promise<void> {
  await store.insertSlot(tx, {
    slot: (await live.lastSlot(tx)) + 1,
    segment,
    definition,
    tree,
    uses,
    at: clock.now(),
    position: await log.reachedBy(tx, DECIDE),
    now,
  });
  await live.newVersion(tx);
}

/** Those that lead to it mean something else now, and those that lead to those. */
async function followUsers(
  parts: SegmentParts,
  tx: Tx,
  now: number,
  id: number,
  seen: Set<number>,
): Promise<void> {
  const inside = { ...parts, references: { ...parts.references, segments: segmentsIn(tx) } };
  for (const user of await store.usersOf(tx, id)) {
    if (seen.has(user.id)) continue;
    seen.add(user.id);
    const [segment] = await store.segmentsById(tx, [user.id]);
    if (!segment) continue;
    await placeSlot(parts, tx, now, user.id, await meaning(inside, segment, user.id));
    await followUsers(parts, tx, now, user.id, seen);
  }
}

/** As they stand in this transaction. */
const segmentsIn =
  (tx: Tx): SegmentParts['references']['segments'] =>
  async (ids) =>
    new Map(
      (await store.segmentsById(tx, ids)).map(({ segment_id, name, definition }) => [
        segment_id,
        { name, definition },
      ]),
    );

const nameTaken = (): Problem =>
  new Problem('segment_name_taken', { fields: [{ field: 'name', code: 'segment_name_taken' }] });

async function record({ audit }: SegmentParts, tx: Tx, actor: Actor, act: string, id: number): Promise<void> {
  await audit.record(tx, { actor, act, object: `segment:${id}` });
}
