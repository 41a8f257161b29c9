import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aSource, signerOf } from '#know/sources/testing';
import { sql } from '#platform/postgres';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();

describe('whose event it is', () => {
  it('follows the user id of a server, whichever anonymous id comes along', async () => {
    const [first, second] = [
      aTrack({ userId: 'ann', anonymousId: 'a-1' }),
      aTrack({ userId: 'ann', anonymousId: 'a-2' }),
    ];
    await own.send('/v1/batch', { batch: [first, second] });
    expect(await own.customerOf(first)).toBe(await own.customerOf(second));
  });

  it('is never the known customer on the word of a browser', async () => {
    const known = aTrack({ userId: 'victim' });
    await own.send('/v1/track', known);
    const forged = [
      {
        type: 'identify',
        userId: 'victim',
        anonymousId: 'attacker',
        traits: { email: 'evil@example.com' },
        messageId: randomUUID(),
      },
      { type: 'identify', userId: 'victim', messageId: randomUUID() },
      { type: 'alias', userId: 'victim', previousId: 'attacker', messageId: randomUUID() },
      {
        type: 'track',
        event: 'Order Completed',
        userId: 'victim',
        anonymousId: 'attacker',
        messageId: randomUUID(),
      },
    ];
    await own.send('/v1/batch', { batch: forged }, { 'x-write-key': own.browserKey });
    const victim = await own.customerOf(known);
    for (const event of forged) {
      const [item] = await own.listed(event.messageId);
      expect(item.customer_id).not.toBe(victim);
      expect(item.flags).toContain('claimed_identity');
    }
  });

  it('is the known customer when the shop signed the id', async () => {
    const { sourceId, writeKey } = await aSource(own.database.db, {
      name: 'signing',
      kind: 'web',
      keyKind: 'browser',
    });
    const sign = await signerOf(own.database.db, sourceId);
    const known = aTrack({ userId: 'signed' });
    await own.send('/v1/track', known);
    const signed = aTrack({
      userId: 'signed',
      anonymousId: 'b-1',
      context: { userToken: sign('signed') },
    });
    const stolen = aTrack({
      userId: 'signed',
      anonymousId: 'b-2',
      context: { userToken: sign('other') },
    });
    await own.send('/v1/batch', { batch: [signed, stolen] }, { 'x-write-key': writeKey });
    expect(await own.customerOf(signed)).toBe(await own.customerOf(known));
    expect(await own.customerOf(stolen)).not.toBe(await own.customerOf(known));
    const [item] = await own.listed(signed.messageId);
    expect(JSON.stringify(item)).not.toContain(sign('signed'));
  });
});

describe('personal values', () => {
  it('stand nowhere in the own.database in clear, and come back for those who may see them', async () => {
    const canary = `canary-${randomUUID()}`;
    const event = {
      type: 'identify',
      userId: canary,
      anonymousId: `${canary}-anon`,
      messageId: randomUUID(),
      traits: { email: `${canary}@example.com`, name: canary, address: { street: canary } },
      context: {
        ip: canary,
        userAgent: canary,
        page: { url: `https://shop.example/?q=${canary}`, title: canary },
      },
    };
    await own.send('/v1/batch', {
      batch: [event, aTrack({ properties: { note: canary } }), { type: 'track', userId: canary }],
    });
    const tables = await sql<{
      name: string;
    }>`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname IN ('log', 'collection', 'customers', 'vault', 'sources')`.execute(own.database.db);
    for (const { name } of tables.rows) {
      const { rows } = await own.database.pool.query(`SELECT 1 FROM ${name} t WHERE t::text LIKE $1`, [
        `%${canary}%`,
      ]);
      expect([name, rows.length]).toEqual([name, 0]);
    }
    const [item] = await own.listed(event.messageId);
    expect(item.user_id).toBe(canary);
    const detail = (await own.test.call('agent', 'GET', `/api/events/${item.position}`)).json();
    expect(detail.traits.address.street).toBe(canary);
    const masked = await own.test.call('marketer', 'GET', `/api/events/${item.position}`);
    expect(masked.body).not.toContain(canary);
    expect(masked.json().personal).toBe('masked');
  });

  it('are gone when the key is, and the next event makes a new start', async () => {
    const event = aTrack({ userId: 'leaving', properties: { note: 'secret note' } });
    await own.send('/v1/track', event);
    const customer = await own.customerOf(event);
    await own.database.db.transaction().execute(async (tx) => {
      await sql`DELETE FROM customers.identity WHERE customer_id = ${customer}`.execute(tx);
      await own.platform.vault.destroy(tx, [customer]);
    });
    const [item] = await own.listed(event.messageId);
    expect([item.user_id, item.properties]).toEqual([null, {}]);
    const later = aTrack({ userId: 'leaving' });
    expect((await own.send('/v1/track', later)).json().success).toBe(true);
    expect((await own.listed(later.messageId))[0].user_id).toBe('leaving');
    expect(await own.customerOf(later)).not.toBe(customer);
  });
});
