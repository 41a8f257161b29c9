import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditKept, someCustomers } from '#know/customers/testing';
import { fixedClock } from '#platform/clock';
import { ROLES } from '#platform/http';
import { type Caller, type TestApp, testApp } from '#platform/http/testing';
import type { CustomerId } from '#platform/ids';
import { createEventLog } from '#platform/log';
import { sql } from '#platform/postgres';
import { openPersonal } from '#platform/vault';
import { attributesModule } from './module.ts';
import { ATTRIBUTES_MIGRATIONS } from './testing.ts';

const own = someCustomers([ATTRIBUTES_MIGRATIONS]);
const audit = auditKept();
const log = createEventLog();
const clock = fixedClock('2026-11-20T08:00:00Z');
let test: TestApp;
let ann: CustomerId;
let bea: CustomerId;
const module = () => attributesModule({ db: own.database.db, vault: own.vault, clock, audit, log });

beforeAll(async () => {
  test = await testApp(module().routes ?? []);
  [ann, bea] = (await own.hear([
    { name: { kind: 'user_id', value: 'ann' }, personal: { userId: 'ann' } },
    { name: { kind: 'user_id', value: 'bea' }, personal: { userId: 'bea' } },
  ])) as [CustomerId, CustomerId];
  await own.readUp();
});
afterAll(() => test.close());

const define = async (key: string, more: object = {}, who: Caller = 'owner') =>
  test.call(who, 'POST', '/api/attributes', {
    key,
    type: 'text',
    title: { en: key, zh: key },
    ...more,
  });
const note = (values: object, who: Caller = 'agent', id: number = ann) =>
  test.call(who, 'PUT', `/api/customers/${id}/attributes`, { values });
const see = async (who: Caller = 'agent', id: number = ann) =>
  (await test.call(who, 'GET', `/api/customers/${id}/attributes`)).json().items as {
    key: string;
    value: unknown;
    masked: boolean;
    editable: boolean;
  }[];
const read = async (key: string, who: Caller = 'agent', id: number = ann) =>
  (await see(who, id)).find((one) => one.key === key)?.value;

describe('definitions', () => {
  it('are made by those who may, with a key of their own', async () => {
    expect((await define('size', {}, 'anonymous')).statusCode).toBe(401);
    expect((await define('size', {}, 'agent')).statusCode).toBe(403);
    expect((await define('size')).statusCode).toBe(200);
    expect((await define('size')).json().code).toBe('attribute_key_taken');
    expect((await define('tea', { type: 'choice' })).json().code).toBe('attribute_options_missing');
    expect((await define('tea', { edited_by: ['analyst'] })).json().code).toBe('attribute_edited_unseen');
    expect((await define('x'.repeat(41))).statusCode).toBe(400);
    expect(audit.entries.at(-1)).toMatchObject({ act: 'attribute.define', detail: { key: 'size' } });
  });

  it('have no section until somebody names one: no language has a word for all', async () => {
    const made = (await define('plain')).json();
    expect(made.section).toBeNull();
    const seen = await test.call('agent', 'GET', `/api/customers/${ann}/attributes`);
    expect(seen.json().items.find((one: { key: string }) => one.key === 'plain').section).toBeNull();
    const patch = async (section: string | null) =>
      (await test.call('owner', 'PATCH', `/api/attributes/${made.id}`, { section })).json().section;
    expect(await patch('Sizes')).toBe('Sizes');
    expect(await patch(null)).toBeNull();
    expect((await test.call('owner', 'GET', '/api/attributes?format=csv&q=plain')).body).not.toContain(
      'null',
    );
  });

  it('are listed for whom they name, and cannot be opened by who does not see them', async () => {
    const made = (await define('secret', { seen_by: [], edited_by: [] })).json();
    const keys = async (who: Caller) =>
      (await test.call(who, 'GET', '/api/attributes')).json().items.map((one: { key: string }) => one.key);
    expect(await keys('owner')).toContain('secret');
    for (const role of ROLES.filter((one) => one !== 'owner'))
      expect(await keys(role)).not.toContain('secret');
    const opening = await test.call('operations', 'PATCH', `/api/attributes/${made.id}`, {
      seen_by: ['operations'],
    });
    expect(opening.statusCode).toBe(404);
    expect(await keys('operations')).not.toContain('secret');
  });

  it('that are archived are not shown, and come back with what was noted', async () => {
    const { id } = (await define('shelf')).json();
    await note({ shelf: 'A7' });
    const patch = (archived: boolean) => test.call('owner', 'PATCH', `/api/attributes/${id}`, { archived });
    await patch(true);
    expect(await read('shelf')).toBeUndefined();
    expect((await note({ shelf: 'A8' })).json().errors[0].code).toBe('field_unknown');
    await patch(false);
    expect(await read('shelf')).toBe('A7');
  });
});

describe('values', () => {
  const noted = async () => await log.read(own.database.db, { limit: 1000, event: 'Attribute Noted' });

  it('stand in the log as events of hers, by key in clear and by value sealed', async () => {
    await define('shade');
    const before = (await noted()).length;
    await note({ shade: 'canary-green' });
    await note({ shade: null });
    const events = (await noted()).slice(before);
    expect(events).toMatchObject([
      { customerId: ann, sourceId: 0, origin: 'live', properties: { attribute: 'shade' } },
      { customerId: ann, sourceId: 0, origin: 'live', properties: { attribute: 'shade' } },
    ]);
    expect(JSON.stringify(events.map(({ properties, context }) => [properties, context]))).not.toContain(
      'canary',
    );
    const key = (await own.vault.existingKeys([ann])).get(ann);
    expect(events.map(({ personal }) => openPersonal(key, personal))).toEqual([
      { properties: { value: 'canary-green' } },
      { properties: { value: null } },
    ]);
  });

  it('that are refused leave none there, and neither does one whose key went while it was noted', async () => {
    const before = (await noted()).length;
    expect((await note({ shade: 5 })).statusCode).toBe(400);
    const racing: typeof own.vault = {
      ...own.vault,
      existingKeys: async (ids) => {
        const keys = await own.vault.existingKeys(ids);
        await own.database.db.transaction().execute((tx) => own.vault.destroy(tx, [999_999]));
        return keys;
      },
    };
    const late = await testApp(
      attributesModule({ db: own.database.db, vault: racing, clock, audit, log }).routes ?? [],
    );
    const answer = late.call('agent', 'PUT', `/api/customers/${ann}/attributes`, {
      values: { shade: 'red' },
    });
    expect((await answer).statusCode).toBe(500);
    await late.close();
    expect(await noted()).toHaveLength(before);
    expect(await read('shade')).toBeNull();
  });

  it('are noted, changed and taken away; the audit log says which and not what', async () => {
    await note({ size: 'canary-42' });
    expect(await read('size')).toBe('canary-42');
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.attributes', detail: { noted: 'size' } });
    await note({ size: null });
    expect(await read('size')).toBeNull();
    expect(JSON.stringify(audit.entries)).not.toContain('canary-42');
    const { rows } = await sql`SELECT * FROM attributes.value WHERE sealed IS NOT NULL`.execute(
      own.database.db,
    );
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('are refused together, each with its reason, and then none is kept', async () => {
    await define('stars', { type: 'number', rules: { min: 1, max: 5 }, required: true });
    const answer = await note({ size: 'L', stars: 9, nothing: 1 });
    expect(answer.statusCode).toBe(400);
    expect(
      answer.json().errors.map(({ field, code }: { field: string; code: string }) => [field, code]),
    ).toEqual([
      ['values.stars', 'value_above'],
      ['values.nothing', 'field_unknown'],
    ]);
    expect(await read('size')).toBeNull();
    await note({ stars: 4 });
    expect((await note({ stars: null })).json().errors[0].code).toBe('field_required');
  });

  it('are seen, masked and edited by role', async () => {
    await define('allergy', { seen_by: ['agent', 'analyst', 'operations'], edited_by: ['agent'] });
    await define('segment', { seen_by: ['analyst', 'agent'], edited_by: ['analyst'], personal: false });
    await note({ allergy: 'nuts' });
    expect((await note({ allergy: 'none' }, 'operations')).json().errors[0].code).toBe('not_allowed');
    expect((await note({ allergy: 'none' }, 'marketer')).json().errors[0].code).toBe('field_unknown');
    const [masked] = (await see('analyst')).filter(({ key }) => key === 'allergy');
    expect(masked).toMatchObject({ value: null, masked: true, editable: false });
    expect((await note({ segment: 'vip' }, 'analyst')).statusCode).toBe(200);
    expect(await read('segment', 'analyst')).toBe('vip');
    expect((await see('developer')).map(({ key }) => key)).not.toContain('allergy');
  });

  it('of a customer nobody knows, or one of another channel, are not there', async () => {
    expect((await test.call('agent', 'GET', '/api/customers/999999/attributes')).statusCode).toBe(404);
    const elsewhere = { kind: 'api_key', id: '1', name: 'k', role: 'agent', channels: ['999'] } as const;
    expect((await test.call(elsewhere, 'GET', `/api/customers/${ann}/attributes`)).statusCode).toBe(404);
    expect((await note({ size: 'XL' }, elsewhere)).statusCode).toBe(404);
  });

  it('of two who become one are the latest of both, and part again with them', async () => {
    await note({ size: 'S' }, 'agent', ann);
    clock.advance(60_000);
    await note({ size: 'M', shelf: 'B2' }, 'agent', bea);
    await sql`UPDATE customers.profile SET person_id = ${ann} WHERE customer_id = ${bea}`.execute(
      own.database.db,
    );
    expect(await read('size')).toBe('M');
    expect(await read('shelf', 'agent', bea)).toBe('B2');
    clock.advance(60_000);
    await note({ shelf: null }, 'agent', ann);
    expect(await read('shelf', 'agent', bea)).toBeNull();
    await sql`UPDATE customers.profile SET person_id = NULL WHERE customer_id = ${bea}`.execute(
      own.database.db,
    );
    expect(await read('size')).toBe('S');
    expect(await read('shelf', 'agent', bea)).toBe('B2');
  });
});

describe('her file', () => {
  const fileOf = async (role: 'owner' | 'operations', customer = ann) => {
    const caller = { kind: 'api_key', id: '1', name: 'k', role, channels: null } as const;
    return JSON.stringify(await module().personalData?.export(own.database.db, customer, caller));
  };

  it('holds what its maker may see, and says how much she may not', async () => {
    await note({ secret: 'canary-only-for-the-owner' }, 'owner');
    expect(await fileOf('owner')).toContain('canary-only-for-the-owner');
    expect(await fileOf('operations')).not.toContain('canary-only');
    expect(await fileOf('operations')).toContain('"withheld":2');
  });

  it('is empty once she was erased, and nothing can be noted any more', async () => {
    await own.database.db.transaction().execute(async (tx) => {
      await module().personalData?.erase(tx, bea);
      await own.vault.destroy(tx, [bea]);
    });
    expect(await fileOf('owner', bea)).toBe('[]');
    expect((await note({ size: 'L' }, 'agent', bea)).json().code).toBe('customer_erased');
  });
});
