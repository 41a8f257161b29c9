/** One customer on one page: who she is, what leads to her and why, what she bought. */
import type { KeyObject } from 'node:crypto';
import { type Principal, seesPersonal } from '#platform/http';
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import type { Platform } from '#platform/module';
import { open } from '#platform/vault';
import { type BoughtBy, boughtTogether } from '../cards/bought.ts';
import { faceOf } from '../cards/card-of.ts';
import { personsAround, tagsSaid } from '../cards/store.ts';
import type { Bought, CustomerDetail } from '../contract.ts';
import { NOT_HER_DOING } from '../identity/commands.ts';
import { type MergeRow, mergesOf } from '../identity/store.ts';
import { maskedName, maskedValue } from '../mask.ts';
import { standingTags } from '../standing-tags.ts';
import { type Profile, profiles as profilesOf, seenWith } from '../store.ts';
import { traitsOf } from '../traits/traits-of.ts';
import { type SaidRow, valuesSaid } from './store.ts';

export type ShowParts = Pick<Platform, 'db' | 'vault' | 'log'> & { bought: BoughtBy };

const DAY = 86_400_000;

/** Null: nobody has this number, or none of her channels is one the caller is limited to. A profile leads to its person. */
export async function showCustomer(
  parts: ShowParts,
  id: CustomerId,
  principal: Principal,
): Promise<CustomerDetail | null> {
  const { db } = parts;
  const { members } = await personsAround(db, [id]);
  const [[person, ids] = []] = [...members];
  if (person === undefined || ids === undefined) return null;
  const [profiles, said, bought, spans, tags, merges, seen, keys, traits] = await Promise.all([
    profilesOf(db, ids),
    valuesSaid(db, ids),
    parts.bought(db, ids),
    parts.log.spans(db, ids, NOT_HER_DOING),
    tagsSaid(db, ids),
    mergesOf(db, ids),
    seenWith(db, ids),
    parts.vault.existingKeys(ids),
    traitsOf(parts, new Map([[person, ids]])),
  ]);
  if (profiles.length === 0) return null;
  const together = boughtTogether([...bought.values()].flat());
  if (!isVisible(principal, together)) return null;
  const times = [...spans.values()].flatMap(({ first, last }) => [first.getTime(), last.getTime()]);
  const born = profiles.map(({ createdAt }) => createdAt.getTime());
  return {
    id: String(person),
    ...shownOf({ profiles, said, keys, traits: traits.get(person) ?? {}, whole: seesPersonal(principal) }),
    created_at: iso(Math.min(...born)),
    first_seen: iso(Math.min(...(times.length > 0 ? times : born))),
    active_at: iso(Math.max(...(times.length > 0 ? times : born))),
    erased_at: profiles.every(({ erasedAt }) => erasedAt) ? iso(profiles[0]?.erasedAt?.getTime() ?? 0) : null,
    profiles: ids.map(String),
    tags: standingTags(tags),
    bought: together.map(boughtShown),
    merges: merges.map(mergeShown),
    seen_with: seen.map(String),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

function isVisible(principal: Principal, bought: readonly Bought[]): boolean {
  const visible = principal.kind === 'anonymous' ? [] : principal.channels;
  return (
    visible === null || bought.some(({ channels }) => channels.some((id) => visible.includes(String(id))))
  );
}

type Known = {
  profiles: readonly Profile[];
  said: readonly SaidRow[];
  keys: ReadonlyMap<number, KeyObject>;
  traits: JsonObject;
  whole: boolean;
};

function shownOf({ profiles, said, keys, traits, whole }: Known) {
  const values = said.map((row) => {
    const key = keys.get(row.customer_id);
    const plain = key && row.sealed ? open(key, row.sealed) : null;
    return { row, value: plain?.toString() ?? null };
  });
  const strong = values.flatMap(({ row, value }) =>
    value !== null && row.why === null ? [{ kind: row.kind, value }] : [],
  );
  const face = faceOf(traits, strong);
  const shown = (kind: string, value: string | null): string | null =>
    value === null ? null : whole ? value : maskedValue(kind, value);
  const isEmpty = strong.length === 0 && Object.keys(traits).length === 0;
  const isErased = profiles.every(({ erasedAt }) => erasedAt !== null);
  return {
    name: face.name === null ? null : whole ? face.name : maskedName(face.name),
    email: shown('email', face.email),
    phone: shown('phone', face.phone),
    personal: isErased ? 'erased' : isEmpty ? 'none' : whole ? 'shown' : 'masked',
    traits: whole ? traits : {},
    identifiers: values.map(({ row, value }) => ({
      kind: row.kind,
      value: shown(row.kind, value),
      profile: String(row.customer_id),
      since: row.since.toISOString(),
      weak: row.why,
    })),
  } as const;
}

function boughtShown({
  firstAt,
  lastAt,
  lastReturnedAt,
  channels: _,
  ...bought
}: Bought): CustomerDetail['bought'][number] {
  const paid = bought.spent + bought.refunded;
  const days = (lastAt.getTime() - firstAt.getTime()) / DAY;
  return {
    ...bought,
    average: bought.orders > 0 ? Math.round(bought.spent / bought.orders) : 0,
    returned_share:
      bought.returned === 0 ? 0 : bought.returned <= bought.orders ? bought.returned / bought.orders : null,
    refunded_share: paid > 0 ? Math.min(1, bought.refunded / paid) : 0,
    last_returned_at: lastReturnedAt?.toISOString() ?? null,
    first_at: firstAt.toISOString(),
    last_at: lastAt.toISOString(),
    days_between: bought.orders > 1 ? Math.round((days / (bought.orders - 1)) * 10) / 10 : null,
  };
}

const mergeShown = (row: MergeRow): CustomerDetail['merges'][number] => ({
  id: String(row.merge_id),
  one: String(row.one_id),
  other: String(row.other_id),
  kind: row.kind,
  actor: row.actor,
  merged_at: row.merged_at.toISOString(),
  undone_at: row.undone_at?.toISOString() ?? null,
  undone_by: row.undone_by,
});
