/** What customers ask of what is kept about them: who may see it, and what becomes of it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readErasures } from '#platform/backup';
import { fixedClock } from '#platform/clock';
import { type TestApp, testApp } from '#platform/http/testing';
import { createEventLog } from '#platform/log';
import { readSettings } from '#platform/settings';
import type { ErasureParts } from '../erase-customer.ts';
import { auditKept, someCustomers } from '../testing.ts';
import { tell } from '../told/tell.ts';
import { requestRoutes } from './routes.ts';
import { eraseWhoAsked } from './settle-request.ts';

const own = someCustomers();
const clock = fixedClock('2026-11-23T12:00:00Z');
const audit = auditKept();
const folder = mkdtempSync(join(tmpdir(), 'rg-requests-'));
let parts: ErasureParts;
let test: TestApp;
beforeAll(async () => {
  const { database, vault, pepper } = own;
  const settings = readSettings({});
  const log = createEventLog();
  parts = {
    db: database.db,
    database,
    log,
    vault,
    settings,
    pepper,
    clock,
    audit,
    folder,
    keepers: () => [],
  };
  test = await testApp(requestRoutes(parts));
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true });
});

/** Her number on the platform, by way of which she asked. */
async function ask(
  what: 'erasure' | 'copy',
  name: string = randomUUID(),
): Promise<{ name: string; id: string }> {
  const messageId = randomUUID();
  const one = {
    identifiers: [{ kind: 'channel_customer', value: name }],
    traits: {},
    event: { name: 'Erasure Requested', properties: {} },
    at: clock.now(),
    messageId,
    asks: { what, via: 'tea' },
  };
  await tell({ ...parts, customers: own.directory }, [one], 'live');
  const { items } = (
    await test.call('owner', 'GET', '/api/customer-requests?sort=-asked_at&state=open')
  ).json();
  const { subjects } = await own.directory.subjectsOf(one.identifiers);
  const found = items.find(
    (item: { customer_id: string; what: string }) =>
      item.customer_id === String(subjects[0]?.customerId) && item.what === what,
  );
  return { name, id: found.id };
}
const stateOf = async (id: string) => {
  const { items } = (await test.call('owner', 'GET', '/api/customer-requests?limit=200')).json();
  return items.find((item: { id: string }) => item.id === id);
};

describe('what customers ask', () => {
  it.each([
    ['GET', '/api/customer-requests', 'marketer', undefined],
    ['POST', '/api/customer-requests/1/erasure', 'operations', undefined],
    ['POST', '/api/customer-requests/1/decline', 'operations', { reason: 'a dispute' }],
    ['POST', '/api/customer-requests/1/handed-over', 'agent', undefined],
  ] as const)('is not for anybody, nor for every member of staff: %s %s', async (method, url, who, body) => {
    expect((await test.call('anonymous', method, url, body)).statusCode).toBe(401);
    expect((await test.call(who, method, url, body)).statusCode).toBe(403);
  });

  it('to be erased happens by itself when it is due, and not before', async () => {
    const { name, id } = await ask('erasure');
    expect(await eraseWhoAsked(parts)).toBe(0);
    clock.advance(48 * 3_600_000);
    expect(await eraseWhoAsked(parts)).toBe(1);
    expect(await stateOf(id)).toMatchObject({ state: 'done', settled_by: 'system:asked by way of tea' });
    expect(readErasures(folder)).toHaveLength(1);
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.erase' });
    own.directory.forget();
    const { subjects } = await own.directory.subjectsOf([{ kind: 'channel_customer', value: name }]);
    expect(String(subjects[0]?.customerId)).not.toBe((await stateOf(id)).customer_id);
    expect(await eraseWhoAsked(parts)).toBe(0);
  });

  it('to be erased is done at once by an owner, once', async () => {
    const { id } = await ask('erasure');
    const done = await test.call('owner', 'POST', `/api/customer-requests/${id}/erasure`);
    expect(done.json()).toMatchObject({ actor: 'staff:the-owner' });
    expect(await stateOf(id)).toMatchObject({ state: 'done' });
    const again = await test.call('owner', 'POST', `/api/customer-requests/${id}/erasure`);
    expect(again.json().code).toBe('request_settled');
  });

  it('is declined with a reason, and then does not happen', async () => {
    const { id } = await ask('erasure');
    const declined = await test.call('owner', 'POST', `/api/customer-requests/${id}/decline`, {
      reason: 'A dispute before a court',
    });
    expect(declined.json()).toMatchObject({ state: 'declined', reason: 'A dispute before a court' });
    clock.advance(72 * 3_600_000);
    expect(await eraseWhoAsked(parts)).toBe(0);
    expect(audit.entries.at(-1)).toMatchObject({ act: 'customer.decline' });
  });

  it('to have a copy is a task until it was handed over', async () => {
    const { id } = await ask('copy');
    clock.advance(72 * 3_600_000);
    expect(await eraseWhoAsked(parts)).toBe(0);
    const done = await test.call('operations', 'POST', `/api/customer-requests/${id}/handed-over`);
    expect(done.json()).toMatchObject({ state: 'done', settled_by: 'staff:the-operations' });
    expect((await test.call('owner', 'POST', `/api/customer-requests/${id}/erasure`)).json().code).toBe(
      'request_settled',
    );
  });

  it('to have a copy lapses when she is erased: there is nothing to hand over any more', async () => {
    const copy = await ask('copy');
    const { id } = await ask('erasure', copy.name);
    await test.call('owner', 'POST', `/api/customer-requests/${id}/erasure`);
    expect(await stateOf(copy.id)).toMatchObject({ state: 'lapsed' });
  });
});
