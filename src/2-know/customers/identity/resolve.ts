/**
 * Who is whom, as a pure function of what the log says in its order. Profiles (each the home of one sender's name for somebody) become
 * one customer by links, never by rewriting: what came to a profile stays there, and a link that is undone leaves no trace.
 *
 * Without limits this is union–find over identifiers, and the order does not matter. With limits values are taken from the most believed
 * to the least, and one that would break a limit is dropped and kept as a sighting. (Segment Unify drops the least believed first and
 * tries again: then values go that were in nobody's way.)
 * A link that a person undid is a rule from then on: these two are never one again, unless a person says so.
 */
import type { CustomerId, Position } from '#platform/ids';
import type { Digest } from '../identifier.ts';
import { byPriority, counts, type IdentityRules, limitOf } from './rules.ts';

/** An identifier that may lead to somebody. */
export type Strong = { kind: string; digest: Digest };

/** Why an identifier is kept and leads nowhere. */
export type Weakness =
  | 'claimed'
  | 'masked'
  | 'virtual'
  | 'relay'
  | 'own'
  | 'changing'
  | 'limit'
  | 'shared'
  | 'apart';

export type Said = {
  position: Position;
  at: Date;
  profile: CustomerId;
  /** The value that the sender called her by: tells how many different people a value was said of. */
  name: Digest;
  /** What was said of her, strong values only. */
  identifiers: readonly Strong[];
  /** The sender says outright that they are one (alias): limits do not count. */
  outright: boolean;
};

export type Held = Strong & { profile: CustomerId; at: Date };
export type Link = {
  one: CustomerId;
  other: CustomerId;
  /** The value they have in common; null: a person said so. */
  evidence: Strong | null;
  actor: string | null;
  position: Position;
  at: Date;
};

/** What is known of everybody whom a stretch of the log touches. `resolve` keeps it up to date. */
export class World {
  /** Whose profile a value leads to, and since when the log says so; null: a name under which events come in, not yet heard of. */
  readonly held = new Map<Digest, { kind: string; profile: CustomerId; at: Date | null }>();
  readonly #customer = new Map<CustomerId, CustomerId>();
  readonly #members = new Map<CustomerId, CustomerId[]>();
  readonly #values = new Map<CustomerId, Held[]>();
  readonly #apart = new Map<CustomerId, Set<CustomerId>>();
  /** Names with which a value was heard without being theirs. */
  readonly heardWith = new Map<Digest, Set<Digest>>();

  /** A profile, and the customer it counts as. */
  place(profile: CustomerId, customer: CustomerId): void {
    if (this.#customer.has(profile)) return;
    this.#customer.set(profile, customer);
    const members = this.#members.get(customer);
    if (members) members.push(profile);
    else this.#members.set(customer, [profile]);
  }

  hold({
    digest,
    kind,
    profile,
    at,
  }: {
    digest: Digest;
    kind: string;
    profile: CustomerId;
    at: Date | null;
  }): void {
    this.held.set(digest, { kind, profile, at });
    if (at === null) return;
    const customer = this.personOf(profile);
    const values = this.#values.get(customer);
    const value = { digest, kind, profile, at };
    if (values) values.push(value);
    else this.#values.set(customer, [value]);
  }

  keepApart(one: CustomerId, other: CustomerId): void {
    for (const [a, b] of [
      [one, other],
      [other, one],
    ] as const) {
      const set = this.#apart.get(a);
      if (set) set.add(b);
      else this.#apart.set(a, new Set([b]));
    }
  }

  lift(one: CustomerId, other: CustomerId): void {
    this.#apart.get(one)?.delete(other);
    this.#apart.get(other)?.delete(one);
  }

  personOf(profile: CustomerId): CustomerId {
    return this.#customer.get(profile) ?? profile;
  }

  membersOf(customer: CustomerId): readonly CustomerId[] {
    return this.#members.get(customer) ?? [customer];
  }

  valuesOf(customer: CustomerId): readonly Held[] {
    return this.#values.get(customer) ?? [];
  }

  /** Pairs of profiles that must not be one, one of each customer. */
  apartBetween(one: CustomerId, other: CustomerId): [CustomerId, CustomerId][] {
    const theirs = new Set(this.membersOf(other));
    return this.membersOf(one).flatMap((profile) =>
      [...(this.#apart.get(profile) ?? [])]
        .filter((against) => theirs.has(against))
        .map((against): [CustomerId, CustomerId] => [profile, against]),
    );
  }

  /** Two customers become one: the one whose profile is older. */
  join(one: CustomerId, other: CustomerId): CustomerId {
    const kept = Math.min(one, other) as CustomerId;
    const joined = Math.max(one, other) as CustomerId;
    for (const profile of this.membersOf(joined)) this.#customer.set(profile, kept);
    this.#members.set(kept, [...this.membersOf(kept), ...this.membersOf(joined)]);
    this.#values.set(kept, [...this.valuesOf(kept), ...this.valuesOf(joined)]);
    this.#members.delete(joined);
    this.#values.delete(joined);
    return kept;
  }
}

export type Outcome = {
  /** Values that lead to a profile from now on. */
  held: Held[];
  links: Link[];
  /** Values that were dropped, and why. */
  sightings: { profile: CustomerId; name: Digest; digest: Digest; kind: string; why: Weakness }[];
};

export function resolve(world: World, rules: IdentityRules, said: Said): Outcome {
  const sightings: Outcome['sightings'] = [];
  const believed: Strong[] = [];
  const compare = byPriority(rules);
  // What is hers anyway comes first: the rest has to go with it.
  const own = (identifier: Strong): number => (bringsAnything(world, said, identifier) ? 1 : 0);
  for (const identifier of [...said.identifiers].sort((a, b) => own(a) - own(b) || compare(a, b))) {
    const obstacle = obstacleTo(world, rules, said, [...believed, identifier], identifier);
    if (obstacle === null) believed.push(identifier);
    else sightings.push({ profile: said.profile, name: said.name, ...identifier, why: obstacle });
  }
  for (const { digest } of sightings) {
    const names = world.heardWith.get(digest);
    if (names) names.add(said.name);
    else world.heardWith.set(digest, new Set([said.name]));
  }
  return { sightings, ...settle(world, said, believed) };
}

/** Hers by name, or held by her already: nothing to decide. */
function bringsAnything(world: World, said: Said, { digest }: Strong): boolean {
  const holder = world.held.get(digest);
  if (!holder) return true;
  if (world.personOf(holder.profile) !== world.personOf(said.profile)) return true;
  // The name of the profile itself, heard for the first time, is always hers.
  return holder.at === null && holder.profile !== said.profile;
}

/** Why the last of these values cannot be hers beside the others; null when it can. */
function obstacleTo(
  world: World,
  rules: IdentityRules,
  said: Said,
  believed: readonly Strong[],
  last: Strong,
): 'limit' | 'apart' | 'shared' | null {
  if (!bringsAnything(world, said, last)) return null;
  if (isShared(world, rules, said, last)) return 'shared';
  const customers = personsOf(world, said, believed);
  if (anyApart(world, customers)) return 'apart';
  return !said.outright && breaksLimit(world, rules, said, { customers, believed }) ? 'limit' : null;
}

/** Whoever holds it is one, she is another. */
function isShared(world: World, rules: IdentityRules, said: Said, { digest }: Strong): boolean {
  const names = world.heardWith.get(digest);
  return names !== undefined && names.size - (names.has(said.name) ? 1 : 0) + 2 >= rules.sharedAt;
}

/** Hers first, then those the values lead to. */
function personsOf(world: World, said: Said, believed: readonly Strong[]): CustomerId[] {
  const customers = new Set([world.personOf(said.profile)]);
  for (const { digest } of believed) {
    const holder = world.held.get(digest);
    if (holder) customers.add(world.personOf(holder.profile));
  }
  return [...customers];
}

const anyApart = (world: World, customers: readonly CustomerId[]): boolean =>
  customers.some((one, index) =>
    customers.slice(index + 1).some((other) => world.apartBetween(one, other).length > 0),
  );

/** A customer who has more already (by an alias, by a rule that came later) is not frozen: only getting more breaks the limit. */
function breaksLimit(
  world: World,
  rules: IdentityRules,
  said: Said,
  { customers, believed }: { customers: readonly CustomerId[]; believed: readonly Strong[] },
): boolean {
  const together = new Map<string, Set<Digest>>();
  const most = new Map<string, number>();
  for (const customer of customers) {
    for (const [kind, digests] of countedValues(world, rules, said.at, customer)) {
      most.set(kind, Math.max(most.get(kind) ?? 0, digests.size));
      const all = together.get(kind) ?? new Set();
      for (const digest of digests) all.add(digest);
      together.set(kind, all);
    }
  }
  // What a value leads to without having been heard of counts from now on.
  for (const { kind, digest } of believed)
    if (limitOf(rules, kind)) together.set(kind, (together.get(kind) ?? new Set()).add(digest));
  return [...together].some(([kind, digests]) => {
    const limit = limitOf(rules, kind);
    return limit !== null && digests.size > Math.max(limit.most, most.get(kind) ?? 0);
  });
}

function countedValues(
  world: World,
  rules: IdentityRules,
  now: Date,
  customer: CustomerId,
): Map<string, Set<Digest>> {
  const counted = new Map<string, Set<Digest>>();
  for (const { kind, digest, at } of world.valuesOf(customer)) {
    const limit = limitOf(rules, kind);
    if (!limit || !counts(limit, at, now)) continue;
    counted.set(kind, (counted.get(kind) ?? new Set()).add(digest));
  }
  return counted;
}

function settle(world: World, said: Said, believed: readonly Strong[]): Pick<Outcome, 'held' | 'links'> {
  const held: Held[] = [];
  const links: Link[] = [];
  for (const { kind, digest } of believed) {
    const holder = world.held.get(digest);
    if (holder && world.personOf(holder.profile) !== world.personOf(said.profile)) {
      const { position, at } = said;
      links.push({
        one: said.profile,
        other: holder.profile,
        evidence: { kind, digest },
        actor: null,
        position,
        at,
      });
      world.join(world.personOf(said.profile), world.personOf(holder.profile));
    }
    if (holder && holder.at !== null) continue;
    const value = { kind, digest, profile: holder?.profile ?? said.profile, at: said.at };
    held.push(value);
    world.hold(value);
  }
  return { held, links };
}
