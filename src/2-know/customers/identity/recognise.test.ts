import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAGS } from '#platform/log';
import { sql } from '#platform/postgres';
import { open } from '#platform/vault';
import { type AnEvent, forgetWhoIsWhom, someCustomers } from '../testing.ts';
import { COMMANDS } from './commands.ts';
import { recognising } from './recognise.ts';
import { DEFAULT_RULES, type IdentityRules } from './rules.ts';

const RUNS = process.env.REGULARS_NIGHT ? 400 : 25;
const own = someCustomers();
let spaces = 0;

/** Values of each run are their own, so that all runs share one database. */
const inSpace = (value: string, space: number): string => `${value}-${space}`;
const user = (id: string, more: object = {}): AnEvent => ({
  name: { kind: 'user_id', value: id },
  personal: { userId: id, ...more },
});
const visitor = (id: string, more: object = {}): AnEvent => ({
  name: { kind: 'anonymous_id', value: id },
  personal: { anonymousId: id, ...more },
  flags: FLAGS.unvouched,
});
const email = (address: string) => ({ traits: { email: address } });

/** The groups of values, each in clear, sorted: what can be compared from one reading to the next. */
async function groupsIn(space: number): Promise<string[]> {
  const { rows } = await sql<{ person: number; customer_id: number; sealed: Buffer }>`
    SELECT coalesce(p.person_id, p.customer_id) AS person, i.customer_id, i.sealed
      FROM customers.identity i JOIN customers.profile p USING (customer_id) WHERE i.heard_at IS NOT NULL`.execute(
    own.database.db,
  );
  const keys = await own.vault.existingKeys([...new Set(rows.map((row) => row.customer_id))]);
  const groups = new Map<number, string[]>();
  for (const row of rows) {
    const key = keys.get(row.customer_id);
    const value = key ? open(key, row.sealed)?.toString() : undefined;
    if (!value || !new RegExp(`-${space}(@|$)`).test(value)) continue;
    groups.set(row.person, [...(groups.get(row.person) ?? []), value]);
  }
  return [...groups.values()].map((group) => group.sort().join(' ')).sort();
}

const rulesAre = async (rules: IdentityRules): Promise<void> => {
  const [profile] = await own.hear([visitor(`rules-${spaces++}`)]);
  if (profile) await own.command(COMMANDS.rules, profile, { rules, actor: 'test' });
};

describe('who is whom', () => {
  it('joins a visit to the customer when the shop says both names', async () => {
    await own.hear([visitor('v-1000'), user('u-1000', { anonymousId: 'v-1000' })]);
    await own.readUp();
    expect(await groupsIn(1000)).toEqual(['u-1000 v-1000']);
  });

  it('never joins anybody on the word of a browser', async () => {
    await own.hear([
      user('u-1001', email('ann-1001@example.com')),
      visitor('v-1001', { userId: 'u-1001', ...email('ann-1001@example.com') }),
    ]);
    await own.readUp();
    expect(await groupsIn(1001)).toEqual(['ann-1001@example.com u-1001', 'v-1001']);
    const { rows } = await sql<{ why: string }>`SELECT DISTINCT why FROM customers.sighting`.execute(
      own.database.db,
    );
    expect(rows.map(({ why }) => why)).toContain('claimed');
  });

  it('knows an address however it is written', async () => {
    await own.hear([
      visitorVouched('v-1002', ' Ann-1002@Example.COM '),
      visitorVouched('w-1002', 'ann-1002@example.com'),
    ]);
    await own.readUp();
    expect(await groupsIn(1002)).toEqual(['ann-1002@example.com v-1002 w-1002']);
  });

  it('is the same with the collection ahead, in small stretches, and read again from the beginning', async () => {
    const names = fc.oneof(
      fc.nat(4).map((n) => user(`u${n}`)),
      fc.nat(5).map((n) => visitorVouched(`a${n}`)),
    );
    const said = fc.record({
      name: names,
      anonymous: fc.option(fc.nat(5), { nil: undefined }),
      mail: fc.option(fc.nat(4), { nil: undefined }),
    });
    const tight = { ...DEFAULT_RULES, otherwise: { most: 2, within: 'ever' } } as const;
    await rulesAre({
      ...tight,
      limits: { ...tight.limits, email: { most: 2, within: 'ever' } },
      sharedAt: 3,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 12 }), fc.nat(12), async (log, cut) => {
        const space = 5000 + spaces++;
        const events = log.map(({ name, anonymous, mail }): AnEvent => {
          const value = inSpace(name.name.value, space);
          const kind = name.name.kind === 'user_id' ? 'userId' : 'anonymousId';
          return {
            name: { ...name.name, value },
            personal: {
              ...(anonymous !== undefined && { anonymousId: inSpace(`a${anonymous}`, space) }),
              [kind]: value,
              ...(mail !== undefined && email(`m${mail}-${space}@example.com`)),
            },
          };
        });
        await own.hear(events.slice(0, cut));
        await own.readUp();
        await own.hear(events.slice(cut));
        await own.readUp({ ...own.recognise, batch: 3 });
        const once = await groupsIn(space);
        await forgetWhoIsWhom(own);
        await own.readUp(recognising({ vault: own.vault, pepper: own.pepper, region: 'CN' }));
        expect(await groupsIn(space)).toEqual(once);
      }),
      { numRuns: RUNS },
    );
    console.log(`identity on Postgres: ${RUNS} logs read twice`);
  });
});

const visitorVouched = (id: string, address?: string): AnEvent => ({
  ...visitor(id, address === undefined ? {} : email(address)),
  flags: 0,
});

describe('what people decide', () => {
  it('joins two customers, and parts them again as they were, for good', async () => {
    const [one, other] = await own.hear([
      user('u1-2000', email('one-2000@example.com')),
      user('u2-2000', email('two-2000@example.com')),
    ]);
    await own.readUp();
    const before = await groupsIn(2000);
    await own.command(COMMANDS.merge, one as never, { one, other, actor: 'test' });
    await own.readUp();
    expect(await groupsIn(2000)).toEqual(['one-2000@example.com two-2000@example.com u1-2000 u2-2000']);
    const { rows } = await sql<{
      position: number;
    }>`SELECT position FROM customers.merge WHERE one_id = ${one}`.execute(own.database.db);
    await own.command(COMMANDS.undo, one as never, {
      one,
      other,
      position: rows[0]?.position,
      actor: 'test',
    });
    await own.readUp();
    expect(await groupsIn(2000)).toEqual(before);
    // What they have in common from now on does not join them again.
    await own.hear([
      user('u1-2000', { anonymousId: 'tablet-2000' }),
      user('u2-2000', { anonymousId: 'tablet-2000' }),
    ]);
    await own.readUp();
    expect(await groupsIn(2000)).toEqual([
      'one-2000@example.com tablet-2000 u1-2000',
      'two-2000@example.com u2-2000',
    ]);
  });

  it('is not decided by a shop’s own event of that name', async () => {
    const [one, other] = await own.hear([user('u1-2001'), user('u2-2001')]);
    await own.hear([
      { ...user('u1-2001'), event: COMMANDS.merge, properties: { one: one ?? 0, other: other ?? 0 } },
    ]);
    await own.readUp();
    expect(await groupsIn(2001)).toEqual(['u1-2001', 'u2-2001']);
  });
});
