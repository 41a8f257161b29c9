/** What is shown of segments, their members and their sizes; and what a definition would come to. */

import type { z } from 'zod';
import { inLake, understood } from '#decide/definitions';
import { customerNames, profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { customerId } from '#platform/ids';
import type { Page } from '#platform/lists';
import type * as contract from './contract.ts';
import { prepareLake, type SegmentParts, segmentsMeant } from './segment-parts.ts';
import * as store from './store.ts';

const SAMPLE = 8;
const DAY_MS = 86_400_000;

export async function listSegments(
  parts: SegmentParts,
  query: z.output<typeof contract.segmentsQuery>,
): Promise<Page<contract.SegmentItem>> {
  const { items, next } = await store.listSegments(parts.db, { ...query, state: query.state ?? 'current' });
  return { items: await Promise.all(items.map((row) => itemOf(parts, row))), next };
}

/** Throws `not_found`. */
export async function showSegment(parts: SegmentParts, id: number): Promise<contract.SegmentDetail> {
  const row = await segment(parts, id);
  return { ...(await itemOf(parts, row)), used_by: await store.usersOf(parts.db, id) };
}

export async function segment({ db }: Pick<SegmentParts, 'db'>, id: number): Promise<store.SegmentRow> {
  const [row] = await store.segmentsById(db, [id]);
  if (!row) throw new Problem('not_found');
  return row;
}

async function itemOf({ db, language }: SegmentParts, row: store.SegmentRow): Promise<contract.SegmentItem> {
  const names = await segmentsMeant(db, usesIn(row.definition));
  const asking = { segment: (id: number) => names.get(id) ?? null, productsWithin: () => [] };
  return {
    id: row.segment_id,
    name: row.name,
    description: row.description,
    state: stateOf(row),
    filled: row.filling ? row.filling.part / Math.max(1, row.filling.parts ?? 1) : 1,
    members: row.members,
    definition: row.definition,
    text: language.print(row.definition),
    sentence: language.say(row.definition, asking),
    revision: row.revision,
    created_at: row.created_at.toISOString(),
    changed_at: row.changed_at.toISOString(),
    live_since: row.live_since?.toISOString() ?? null,
  };
}

/** Numbers of segments that it names. */
const usesIn = (definition: unknown): number[] =>
  [...JSON.stringify(definition).matchAll(/"segment":(\d+)/g)].map(([, id]) => Number(id));

function stateOf({ archived_at, filling }: store.SegmentRow): contract.SegmentItem['state'] {
  if (archived_at) return 'archived';
  if (!filling) return 'live';
  return filling.failure === null ? 'filling' : 'failed';
}

type Given = { definition?: unknown; text?: string | undefined };

/** Throws what a definition may be refused for, `lake_away`, `query_limit`. */
export async function previewSegment(
  parts: SegmentParts,
  given: Given,
  principal: Principal,
): Promise<contract.Preview> {
  const { language, lake, settings, clock, db } = parts;
  const definition = given.text === undefined ? language.check(given.definition) : language.parse(given.text);
  const { tree, asking } = await understood(parts, definition);
  await prepareLake(parts);
  const at = clock.now();
  const { count, sample } = await inLake.previewOf(
    lake,
    { tree, zone: settings.SHOP_ZONE, at: at.getTime() },
    SAMPLE,
  );
  const shown = seesEverybody(principal) ? sample.map(customerId) : [];
  const names = await customerNames({ db, vault: parts.vault }, shown, principal);
  return {
    count,
    sample: shown.map((id) => ({ customer_id: id, name: names.get(id) ?? null })),
    definition,
    text: language.print(definition),
    sentence: language.say(definition, asking),
    as_of: at.toISOString(),
  };
}

/** Staff who are limited to channels see numbers, and no people of other channels. */
export const seesEverybody = (principal: Principal): boolean =>
  principal.kind !== 'anonymous' && principal.channels === null;

/** Throws `not_found`. Staff who are limited to channels see who bought there: their pages may be shorter. */
export async function listMembers(
  parts: SegmentParts,
  id: number,
  query: z.output<typeof contract.membersQuery>,
  principal: Principal,
): Promise<Page<contract.MemberItem>> {
  const { slot } = await segment(parts, id);
  if (slot === null) return { items: [], next: null };
  const { items: all, next } = await store.listMembers(parts.db, slot, query);
  const items = seesEverybody(principal) ? all : await visible(parts, all, principal);
  const names = await customerNames(
    parts,
    items.map(({ person }) => person),
    principal,
  );
  return {
    next,
    items: items.map(({ person, since, cause }) => ({
      customer_id: person,
      name: names.get(person) ?? null,
      since: since.toISOString(),
      cause,
    })),
  };
}

async function visible(
  { db }: SegmentParts,
  rows: readonly store.MemberRow[],
  principal: Principal,
): Promise<store.MemberRow[]> {
  const hers = await Promise.all(rows.map(({ person }) => profilesFor(db, person, principal)));
  return rows.filter((_, index) => (hers[index] ?? []).length > 0);
}

/** By the hour, the present one last. */
export async function sizesOf(parts: SegmentParts, id: number, days: number) {
  const { members, slot } = await segment(parts, id);
  const now = parts.clock.now();
  const sizes = await store.sizesSince(parts.db, id, new Date(now.getTime() - days * DAY_MS));
  const items = [...sizes, ...(slot === null ? [] : [{ at: now, members }])];
  return { items: items.map((one) => ({ at: one.at.toISOString(), members: one.members })) };
}

export async function overlapsOf(parts: SegmentParts, id: number) {
  const { slot } = await segment(parts, id);
  return { items: slot === null ? [] : await store.overlapsOf(parts.db, slot) };
}
