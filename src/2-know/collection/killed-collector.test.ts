/** T7: a collector that dies before or after each statement it makes; then the client, who got no answer, sends the same again to another. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createCustomerDirectory } from '#know/customers';
import type { SourceGrant } from '#know/sources';
import type { Db } from '#platform/postgres';
import { atEachStatement, dyingProcess } from '#platform/postgres/testing';
import { createVault, type Vault } from '#platform/vault';
import { createCollector } from './collector.ts';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();
const master = randomBytes(32);
const pepper = randomBytes(32);

const vaultOn = (db: Db): Vault => createVault(db, master);
function collectorOn(db: Db) {
  const vault = vaultOn(db);
  const customers = createCustomerDirectory(db, vault, pepper);
  const { log, clock } = own.platform;
  return createCollector({ db, log, vault, customers, clock, pepper: pepper.toString('hex') });
}

/** Somebody new, somebody seen with her, a repetition, and one that is refused. */
function aBatch() {
  const visit = `visit-${randomUUID()}`;
  const user = `user-${randomUUID()}`;
  const viewed = aTrack({ userId: undefined, anonymousId: visit, properties: { note: 'call 13800000000' } });
  const identified = { type: 'identify', userId: user, anonymousId: visit, messageId: randomUUID() };
  const refused = { type: 'track', userId: user, messageId: randomUUID() };
  return { events: [viewed, identified, viewed, refused], kept: [viewed, identified], refused };
}

const stored = async (messageId: string) =>
  (
    await own.database.pool.query('SELECT customer_id, personal FROM log.event WHERE message_id = $1', [
      messageId,
    ])
  ).rows;

it('loses nothing and stores nothing twice', async () => {
  const grant = { ...(await aGrant()) };
  const from = { grant, ip: '203.0.113.7' };
  const deaths = await atEachStatement(async (death) => {
    const batch = aBatch();
    const process = dyingProcess(own.database.connection, death);
    const answer = await collectorOn(process.db)
      .collect(batch.events, from)
      .catch(() => null);
    await process.close().catch(() => {});
    // Who was answered need not send again; he must find what he was told.
    const verdicts = answer ?? (await collectorOn(own.database.db).collect(batch.events, from));
    expect(verdicts.map(({ status }) => status)).toEqual([
      expect.stringMatching(/stored|duplicate/),
      expect.stringMatching(/stored|duplicate/),
      'duplicate',
      'rejected',
    ]);
    for (const { messageId } of batch.kept) {
      const rows = await stored(messageId as string);
      expect(rows).toHaveLength(1);
      const { keys } = await vaultOn(own.database.db).keysFor([rows[0].customer_id]);
      expect(keys.size).toBe(1);
    }
    const { rows } = await own.database.pool.query(
      'SELECT count(*)::int AS n FROM collection.rejected WHERE message_id = $1',
      [batch.refused.messageId],
    );
    expect(rows[0].n).toBeGreaterThanOrEqual(1);
    return { died: process.died() };
  });
  console.log(`collector killed at ${deaths} points`);
  expect(deaths).toBeGreaterThan(8);
  const { rows } = await own.database.pool.query(
    'SELECT count(*)::int AS n FROM customers.identity i WHERE NOT EXISTS (SELECT 1 FROM customers.profile p WHERE p.customer_id = i.customer_id)',
  );
  expect(rows[0].n).toBe(0);
});

async function aGrant(): Promise<SourceGrant> {
  const grant = await own.sources.find(own.serverKey);
  if (!grant) throw new Error('no grant');
  return grant;
}
