import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditKept, someCustomers } from '#know/customers/testing';
import { fixedClock } from '#platform/clock';
import { ROLES } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import type { JsonObject } from '#platform/log';
import { sql } from '#platform/postgres';
import type { AddressItem } from './contract.ts';
import { addressesModule } from './module.ts';
import { rememberingAddresses } from './remember-addresses.ts';
import { ADDRESSES_MIGRATIONS } from './testing.ts';

const own = someCustomers([ADDRESSES_MIGRATIONS]);
const audit = auditKept();
const clock = fixedClock('2026-11-20T08:00:00Z');
const limited = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
/** Where orders went, by profile: they are kept by the module above that hands this over. */
const sent = new Map<number, { placedAt: Date; to: JsonObject }[]>();
let test: TestApp;
const module = () =>
  addressesModule({
    db: own.database.db,
    vault: own.vault,
    pepper: own.pepper,
    clock,
    audit,
    shippedTo: async (_, profiles) => profiles.flatMap((profile) => sent.get(profile) ?? []),
  });
beforeAll(async () => {
  test = await testApp(module().routes ?? []);
});
afterAll(() => test.close());

const hear = async (user: string, personal: object, more: object = {}): Promise<CustomerId> => {
  const [id] = await own.hear([
    {
      name: { kind: 'user_id', value: user },
      personal: { userId: user, ...personal } as JsonObject,
      type: 'identify',
      event: '',
      at: new Date('2026-11-01T00:00:00Z'),
      ...more,
    },
  ]);
  await own.readUp();
  await own.readUp(rememberingAddresses(own.vault));
  return id as CustomerId;
};
const lives = (street: string) => ({ traits: { address: { street, city: 'Bath', country: 'GB' } } });
const path = (id: number, rest = '') => `/api/customers/${id}/addresses${rest}`;
const of = async (id: number, who: Caller = 'agent'): Promise<AddressItem[]> =>
  (await test.call(who, 'GET', path(id))).json().items;
const change = (id: number, address: string | undefined, body: object, who: Caller = 'agent') =>
  test.call(who, 'PATCH', path(id, `/${address}`), body);
const stored = async (): Promise<string> =>
  JSON.stringify((await sql`SELECT book::text AS row FROM addresses.book`.execute(own.database.db)).rows);

describe('addresses', () => {
  it('are told to staff and changed by those who serve', async () => {
    const id = await hear('roles', lives('1 Tea Lane'));
    expect((await test.call('anonymous', 'GET', path(id))).statusCode).toBe(401);
    const [known] = await of(id);
    for (const role of ROLES) {
      expect((await test.call(role, 'GET', path(id))).statusCode, role).toBe(200);
      const { statusCode } = await change(id, known?.id, { label: 'home' }, role);
      expect(statusCode, role).toBe(['owner', 'agent', 'operations'].includes(role) ? 200 : 403);
    }
    expect((await test.call(limited, 'GET', path(id))).statusCode).toBe(404);
    expect((await change(id, 'f'.repeat(24), { label: 'x' })).statusCode).toBe(404);
  });

  it('show who does not deliver the country and no more, and stand nowhere in clear', async () => {
    const id = await hear('canary', lives('Canary Row 1'));
    for (const role of ['analyst', 'marketer', 'developer'] as const)
      expect(await of(id, role)).toMatchObject([{ place: null, label: null, country: 'GB', default: true }]);
    expect(await of(id)).toMatchObject([{ place: { street: 'Canary Row 1' }, sources: ['said'] }]);
    expect(await stored()).not.toContain(Buffer.from('Canary Row').toString('hex'));
  });

  it('are one where an order went to what was said, with when it was used', async () => {
    const id = await hear('ann', lives('1 Tea Lane'));
    const to = { name: 'Ann', street: '1 tea lane ', city: 'BATH', country: 'GB' };
    sent.set(id, [
      { placedAt: new Date('2026-11-10T00:00:00Z'), to },
      {
        placedAt: new Date('2026-11-05T00:00:00Z'),
        to: { street: '2 Mill Road', city: 'Bath', country: 'GB' },
      },
      { placedAt: new Date('2026-10-01T00:00:00Z'), to },
    ]);
    expect(await of(id)).toMatchObject([
      {
        place: { street: '1 Tea Lane' },
        default: true,
        sources: ['order', 'said'],
        orders: 2,
        first_at: '2026-10-01T00:00:00.000Z',
        last_at: '2026-11-10T00:00:00.000Z',
      },
      { place: { street: '2 Mill Road' }, default: false, sources: ['order'], orders: 1 },
    ]);
  });

  it('are called something and chosen by staff, whatever a page says afterwards', async () => {
    const id = await hear('bea', lives('1 Tea Lane'));
    sent.set(id, [
      { placedAt: new Date('2026-11-05T00:00:00Z'), to: { street: '2 Mill Road', city: 'Bath' } },
    ]);
    const mill = (await of(id)).find(({ place }) => place?.street === '2 Mill Road');
    const answer = await change(id, mill?.id, { label: 'mother 4111 1111 1111 1111', default: true });
    expect(answer.json().items[0]).toMatchObject({
      label: 'mother •••• 1111',
      default: true,
      sources: ['order', 'staff'],
    });
    await hear('bea', lives('1 Tea Lane'), { at: new Date('2026-11-21T00:00:00Z') });
    expect((await of(id)).map((one) => [one.place?.street, one.default])).toEqual([
      ['2 Mill Road', true],
      ['1 Tea Lane', false],
    ]);
    expect((await change(id, mill?.id, { label: '', default: false })).json().items).toMatchObject([
      { place: { street: '1 Tea Lane' }, default: true },
      { place: { street: '2 Mill Road' }, label: null, default: false },
    ]);
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.address', object: `customer:${id}` });
  });

  it('of two profiles that are one person are hers, and part with them', async () => {
    const [one, other] = [await hear('cho', lives('1 Tea Lane')), await hear('cho2', lives('2 Mill Road'))];
    const merge = (into: CustomerId | null) =>
      sql`UPDATE customers.profile SET person_id = ${into} WHERE customer_id = ${other}`.execute(
        own.database.db,
      );
    await merge(one);
    expect((await of(other)).map(({ place }) => place?.street).sort()).toEqual(['1 Tea Lane', '2 Mill Road']);
    await merge(null);
    expect((await of(other)).map(({ place }) => place?.street)).toEqual(['2 Mill Road']);
  });

  it('go into her file, and are gone with her', async () => {
    const id = await hear('dee', lives('1 Tea Lane'));
    const { personalData } = module();
    const caller = (role: 'operations' | 'developer') => ({ ...limited, role, channels: null });
    const { db } = own.database;
    expect(await personalData?.export(db, id, caller('operations'))).toMatchObject([
      { place: { street: '1 Tea Lane' } },
    ]);
    expect(await personalData?.export(db, id, caller('developer'))).toEqual([]);
    await db.transaction().execute(async (tx) => personalData?.erase(tx, id));
    expect(await of(id)).toEqual([]);
  });
});
