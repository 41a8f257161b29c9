/** Makes cards anew of which something changed: names, links, orders, tags. Several at a time; run again until nothing is left. */
import type { KeyObject } from 'node:crypto';
import type { CustomerId } from '#platform/ids';
import type { EventLog, JsonObject } from '#platform/log';
import type { Db, Tx } from '#platform/postgres';
import { open, seal, type Vault } from '#platform/vault';
import type { Bought } from '../contract.ts';
import { NOT_HER_DOING } from '../identity/commands.ts';
import { standingTags } from '../standing-tags.ts';
import { profiles as profilesOf } from '../store.ts';
import { traitsOf } from '../traits/traits-of.ts';
import { type BoughtBy, boughtTogether } from './bought.ts';
import { countryOf, faceOf, type KnownValue, textsOf } from './card-of.ts';
import { gramsOf } from './grams.ts';
import * as store from './store.ts';

const AT_ONCE = 1000;

export type CardParts = { db: Db; log: EventLog; vault: Vault; pepper: Buffer; bought: BoughtBy };

/** How many marks were worked off; 0: nothing was left. */
export async function renewCards(parts: CardParts): Promise<number> {
  return await parts.db.transaction().execute(async (tx) => {
    const marks = await store.takeMarks(tx, AT_ONCE);
    if (marks.length === 0) return 0;
    const { persons, members } = await store.personsAround(tx, [...new Set(marks)]);
    const cards = await cardsOf({ ...parts, db: tx }, members);
    await store.saveCards(tx, cards);
    const made = new Set<number>(cards.map(({ personId }) => personId));
    await store.dropCards(
      tx,
      [...new Set([...marks, ...persons])].filter((id) => !made.has(id)),
    );
    return marks.length;
  });
}

type Parts = Omit<CardParts, 'db'> & { db: Tx };

async function cardsOf(
  parts: Parts,
  members: ReadonlyMap<CustomerId, readonly CustomerId[]>,
): Promise<store.Card[]> {
  const everybody = [...members.values()].flat();
  const values = await store.knownValues(parts.db, everybody);
  const known = new Map(
    [...members].filter(([, profiles]) => profiles.some((profile) => values.has(profile))),
  );
  if (known.size === 0) return [];
  const ids = [...known.values()].flat();
  const keys = await parts.vault.existingKeys(ids);
  const [traits, bought, spans, tags, made] = [
    await traitsOf(parts, known),
    await parts.bought(parts.db, ids),
    await parts.log.spans(parts.db, ids, NOT_HER_DOING),
    Map.groupBy(await store.tagsSaid(parts.db, ids), ({ profile }) => profile),
    new Map((await profilesOf(parts.db, ids)).map((profile) => [profile.customerId, profile])),
  ];
  return [...known].flatMap(([person, profiles]) => {
    const [key, profile] = [keys.get(person), made.get(person)];
    if (!key || !profile || profile.erasedAt) return [];
    const hers = profiles.flatMap((profile) => values.get(profile) ?? []);
    return [
      cardOf(
        {
          person,
          profiles,
          key,
          traits: traits.get(person) ?? {},
          values: hers.flatMap((value) => opened(value, keys)),
          kinds: new Set(hers.map(({ kind }) => kind)),
          bought: boughtTogether(profiles.flatMap((profile) => bought.get(profile) ?? [])),
          times: profiles.flatMap((profile) => {
            const span = spans.get(profile);
            return span ? [span.first, span.last] : [];
          }),
          createdAt: profile.createdAt,
          tags: standingTags(profiles.flatMap((profile) => tags.get(profile) ?? [])),
        },
        parts.pepper,
      ),
    ];
  });
}

function opened(
  { kind, sealed, holder }: store.SealedValue,
  keys: ReadonlyMap<number, KeyObject>,
): KnownValue[] {
  const key = keys.get(holder);
  const plain = key && sealed ? open(key, sealed) : null;
  return plain ? [{ kind, value: plain.toString() }] : [];
}

type Known = {
  person: CustomerId;
  profiles: readonly CustomerId[];
  key: KeyObject;
  traits: JsonObject;
  values: readonly KnownValue[];
  kinds: ReadonlySet<string>;
  bought: readonly Bought[];
  times: readonly Date[];
  createdAt: Date;
  tags: string[];
};

function cardOf(known: Known, pepper: Buffer): store.Card {
  const { person, profiles, key, traits, values, bought, times, createdAt, tags } = known;
  const face = faceOf(traits, values);
  const instants = (times.length > 0 ? times : [createdAt]).map((at) => at.getTime());
  const main = bought[0];
  return {
    personId: person,
    firstSeen: new Date(Math.min(...instants)),
    activeAt: new Date(Math.max(...instants)),
    hasEmail: face.email !== null,
    hasPhone: face.phone !== null,
    country: countryOf(traits),
    channels: [...new Set(bought.flatMap(({ channels }) => channels))],
    orders: bought.reduce((sum, { orders }) => sum + orders, 0),
    spent: main?.spent ?? 0,
    currency: main?.currency ?? null,
    lastOrderAt:
      bought.length > 0 ? new Date(Math.max(...bought.map(({ lastAt }) => lastAt.getTime()))) : null,
    tags,
    profiles: profiles.length,
    grams: gramsOf(textsOf(face), pepper),
    sealed: seal(key, JSON.stringify(face)),
  };
}
