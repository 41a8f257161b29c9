/**
 * The subscriber that knows who is whom: reads what each event says of somebody, in the order of the log, and keeps identifiers, links and
 * sightings accordingly. Reading the log again from its beginning gives the same customers.
 */
import type { KeyObject } from 'node:crypto';
import { BoundedMap } from '#platform/bounded';
import type { CustomerId, Position } from '#platform/ids';
import type { LoggedEvent, Subscriber } from '#platform/log';
import type { Tx } from '#platform/postgres';
import { openPersonal, seal, type Vault } from '#platform/vault';
import { mark } from '../cards/store.ts';
import { type Digest, digestOf, type Identifier } from '../identifier.ts';
import { isCommand, obey } from './commands.ts';
import { judge } from './judge.ts';
import { type Outcome, resolve, type Said, type Weakness } from './resolve.ts';
import type { IdentityRules } from './rules.ts';
import { saidInEvent } from './said-in-event.ts';
import * as store from './store.ts';

export type RecogniseParts = {
  vault: Vault;
  pepper: Buffer;
  /** The country whose telephone numbers come without a prefix. */
  region: string;
};

/** What an event says, judged: what may lead to somebody, and what is kept only. */
type Fact = {
  event: LoggedEvent;
  said: Said;
  weak: { digest: Digest; kind: string; why: Weakness }[];
  /** Values in clear, to be sealed under the key of whoever holds them. */
  values: ReadonlyMap<Digest, string>;
};

const REMEMBERED = 300_000;
const ATTEMPTS = 50;

export function recognising(parts: RecogniseParts): Subscriber {
  const settled = new SettledFacts();
  return {
    name: 'know/customers: recognise',
    hears: '*',
    startsAt: 'beginning',
    goesFirst: true,
    batch: 1000,
    async prepare(events) {
      const keys = await parts.vault.existingKeys([...new Set(events.map((event) => event.customerId))]);
      for (const { customerId, personal } of events) openPersonal(keys.get(customerId), personal);
    },
    async on({ tx, events }) {
      settled.begin(events[0] as LoggedEvent, await store.changesOfRules(tx));
      let stretch: LoggedEvent[] = [];
      for (const event of events) {
        if (!isCommand(event)) {
          stretch.push(event);
          continue;
        }
        await hear(tx, parts, stretch, settled);
        stretch = [];
        await obey(tx, event);
        settled.clear();
      }
      await hear(tx, parts, stretch, settled);
      settled.end(events.at(-1) as LoggedEvent);
    },
  };
}

async function hear(
  tx: Tx,
  parts: RecogniseParts,
  events: readonly LoggedEvent[],
  settled: SettledFacts,
): Promise<void> {
  if (events.length === 0) return;
  const { rules } = await store.presentRules(tx);
  const keys = await parts.vault.existingKeys([...new Set(events.map((event) => event.customerId))]);
  const facts = events.flatMap((event) => factIn(event, keys.get(event.customerId), parts, rules) ?? []);
  const open = facts.filter((fact) => !settled.has(fact));
  if (open.length > 0) await decide(tx, parts, open, { rules, keys, settled });
}

function factIn(
  event: LoggedEvent,
  key: KeyObject | undefined,
  { pepper, region }: RecogniseParts,
  rules: IdentityRules,
): Fact | null {
  const personal = openPersonal(key, event.personal);
  if (!personal) return null;
  const { name, others, vouched, outright } = saidInEvent(event, personal);
  const called = name ?? others[0];
  if (!called || judge(called, rules, region)?.weakness !== null) return null;
  const values = new Map<Digest, string>();
  const digestAndKeep = (identifier: Identifier): Digest => {
    const digest = digestOf(pepper, identifier);
    values.set(digest, identifier.value);
    return digest;
  };
  const judgedName = judge(called, rules, region) as Identifier;
  const nameDigest = digestAndKeep({ kind: judgedName.kind, value: judgedName.value });
  const strong = new Map([[nameDigest, { kind: called.kind, digest: nameDigest }]]);
  const weak: Fact['weak'] = [];
  for (const other of others) {
    const judged = judge(other, rules, region);
    if (!judged) continue;
    const digest = digestAndKeep({ kind: judged.kind, value: judged.value });
    const why = vouched ? judged.weakness : 'claimed';
    if (why === null) strong.set(digest, { kind: other.kind, digest });
    else weak.push({ digest, kind: other.kind, why });
  }
  const { position, timestamp: at, customerId: profile } = event;
  const said = { position, at, profile, name: nameDigest, identifiers: [...strong.values()], outright };
  return { event, said, weak, values };
}

type Context = { rules: IdentityRules; keys: ReadonlyMap<number, KeyObject>; settled: SettledFacts };

/**
 * While the collection gives profiles to the same values, what was read is old by the time it is written: then what was given meanwhile is read,
 * and all of it is decided again. What was written stays written until then, so that nobody can be given it in turn.
 */
async function decide(
  tx: Tx,
  parts: RecogniseParts,
  facts: readonly Fact[],
  { rules, keys, settled }: Context,
): Promise<void> {
  const gathered = new store.Gathered();
  const written = new Map<Digest, SealedHeld>();
  let unread = facts.flatMap(({ said }) => said.identifiers.map(({ digest }) => digest));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await gathered.add(tx, [...new Set(facts.map(({ said }) => said.profile))], [...new Set(unread)]);
    const world = gathered.world();
    const outcomes = facts.map((fact) => ({ fact, outcome: resolve(world, rules, fact.said) }));
    const sealed = sealing(await allKeys(parts.vault, keys, outcomes));
    const held = heldIn(outcomes, sealed);
    unread = await writeNew(
      tx,
      held.filter(({ digest }) => !gathered.leads(digest)),
      written,
    );
    if (unread.length > 0) continue;
    if (
      !(await store.updateHeld(
        tx,
        held.filter(({ digest }) => gathered.leads(digest)),
      ))
    )
      throw new Error('Somebody was erased while she was recognised.');
    await mark(tx, [...new Set(held.map(({ profile }) => profile))]);
    await store.saveSightings(
      tx,
      outcomes.flatMap(({ fact, outcome }) => sightingsOf(fact, outcome, sealed)),
    );
    await store.saveLinks(
      tx,
      outcomes.flatMap(({ outcome }) => outcome.links),
      world,
    );
    for (const { fact, outcome } of outcomes) if (outcome.sightings.length === 0) settled.add(fact);
    return;
  }
  throw new Error('Identifiers change owner faster than they can be read.');
}

type SealedHeld = store.Sealed<Outcome['held'][number]>;

/** Values that lead to nobody yet. Returns those that the collection gave away a moment ago: nothing is settled then. */
async function writeNew(
  tx: Tx,
  held: readonly SealedHeld[],
  written: Map<Digest, SealedHeld>,
): Promise<Digest[]> {
  const isSame = (one: SealedHeld): boolean => {
    const before = written.get(one.digest);
    return before?.profile === one.profile && before.position === one.position;
  };
  const changed = held.filter((one) => !isSame(one));
  const same = new Set(held.filter(isSame).map(({ digest }) => digest));
  const old = [...written.keys()].filter((digest) => !same.has(digest));
  await store.takeBack(tx, old);
  for (const digest of old) written.delete(digest);
  const fresh = new Set(await store.insertHeld(tx, changed));
  for (const one of changed) if (fresh.has(one.digest)) written.set(one.digest, one);
  return changed.flatMap(({ digest }) => (fresh.has(digest) ? [] : [digest]));
}

function heldIn(outcomes: readonly { fact: Fact; outcome: Outcome }[], sealed: Seal): SealedHeld[] {
  return outcomes.flatMap(({ fact, outcome }) =>
    outcome.held.map((value) => ({
      ...value,
      position: fact.said.position,
      sealed: sealed(fact.values, value.digest, value.profile),
    })),
  );
}

type Seal = (values: ReadonlyMap<Digest, string>, digest: Digest, profile: CustomerId) => Buffer | null;

function sealing(keys: ReadonlyMap<number, KeyObject>): Seal {
  return (values, digest, profile) => {
    const key = keys.get(profile);
    return key ? seal(key, values.get(digest) as string) : null;
  };
}

/** Of those too who hold a value without being in this stretch. */
async function allKeys(
  vault: Vault,
  keys: ReadonlyMap<number, KeyObject>,
  outcomes: readonly { outcome: Outcome }[],
): Promise<ReadonlyMap<number, KeyObject>> {
  const holders = outcomes.flatMap(({ outcome }) => outcome.held.map(({ profile }) => profile));
  const missing = [...new Set(holders)].filter((profile) => !keys.has(profile));
  return missing.length === 0 ? keys : new Map([...keys, ...(await vault.existingKeys(missing))]);
}

function sightingsOf({ said, weak, values }: Fact, outcome: Outcome, sealed: Seal) {
  const { profile, name, position, at } = said;
  const kept = weak.map((value) => ({ profile, name, ...value }));
  return [...outcome.sightings, ...kept].map((seen) => ({
    ...seen,
    at,
    position,
    sealed: sealed(values, seen.digest, profile),
  }));
}

/**
 * Facts that were settled: heard again they change nothing, and nine of ten events say nothing new. What was settled in a
 * transaction counts once a later one shows that it was committed, and until a person undoes a merge or changes the rules.
 */
class SettledFacts {
  readonly #known = new BoundedMap<string, true>(REMEMBERED);
  #fresh: string[] = [];
  #upTo: Position | null = null;
  #changes = '';

  begin(first: LoggedEvent, changes: string): void {
    if (this.#upTo !== null && first.position > this.#upTo)
      for (const key of this.#fresh) this.#known.set(key, true);
    this.#fresh = [];
    this.#upTo = null;
    if (changes !== this.#changes) this.#known.clear();
    this.#changes = changes;
  }

  end(last: LoggedEvent): void {
    this.#upTo = last.position;
  }

  clear(): void {
    this.#known.clear();
    this.#fresh = [];
  }

  has(fact: Fact): boolean {
    return this.#known.has(keyOf(fact));
  }

  add(fact: Fact): void {
    this.#fresh.push(keyOf(fact));
  }
}

const keyOf = ({ said, weak }: Fact): string =>
  [
    said.profile,
    said.outright,
    ...said.identifiers.map(({ digest }) => digest),
    ...weak.map(({ digest }) => digest),
  ].join(' ');
