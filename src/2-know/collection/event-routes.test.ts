import { type KeyObject, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FACT_EVENTS } from '#events/facts';
import { customerId, HOUSE } from '#platform/ids';
import { anEvent } from '#platform/log/testing';
import { seal } from '#platform/vault';
import { aCollection, aTrack } from './testing.ts';

const own = aCollection();

describe('a rejected event', () => {
  const reject = async (event: object) => {
    await own.send('/v1/batch', { batch: [event] });
    const { items } = (await own.test.call('owner', 'GET', '/api/rejected?state=waiting')).json();
    return items[0] as { id: string };
  };

  it('opens with 401 and 403', async () => {
    expect((await own.test.call('anonymous', 'GET', '/api/rejected')).statusCode).toBe(401);
    expect((await own.test.call('marketer', 'GET', '/api/rejected')).statusCode).toBe(403);
    expect((await own.test.call('analyst', 'POST', '/api/rejected/1/replay', {})).statusCode).toBe(403);
  });

  it('can be corrected and replayed, at its own time and once', async () => {
    const event = {
      type: 'track',
      userId: 'u9',
      messageId: randomUUID(),
      timestamp: '2026-11-20T08:00:00.000Z',
    };
    const { id } = await reject(event);
    const detail = (await own.test.call('owner', 'GET', `/api/rejected/${id}`)).json();
    expect(JSON.parse(detail.json)).toEqual(event);
    const stillWrong = await own.test.call('owner', 'POST', `/api/rejected/${id}/replay`, {});
    expect(stillWrong.json().code).toBe('event_name_missing');
    const fixed = await own.test.call('owner', 'POST', `/api/rejected/${id}/replay`, {
      event: { ...event, event: 'Order Completed' },
    });
    expect(fixed.json().status).toBe('stored');
    const [item] = await own.listed(event.messageId);
    expect([item.origin, item.timestamp]).toEqual(['replay', event.timestamp]);
    expect((await own.test.call('owner', 'POST', `/api/rejected/${id}/replay`, {})).statusCode).toBe(409);
  });

  it('stays a browser’s word when it is replayed', async () => {
    const event = { type: 'track', userId: 'victim', messageId: randomUUID() };
    await own.send('/v1/batch', { batch: [event] }, { 'x-write-key': own.browserKey });
    const { items } = (await own.test.call('owner', 'GET', '/api/rejected?state=waiting')).json();
    await own.test.call('owner', 'POST', `/api/rejected/${items[0].id}/replay`, {
      event: { ...event, event: 'x' },
    });
    expect((await own.listed(event.messageId))[0].flags).toContain('claimed_identity');
  });
});

describe('an event that tells of an attribute', () => {
  it('shows nobody which one or what was noted: that is asked with the rights of a role', async () => {
    const first = aTrack({ userId: 'noted' });
    await own.send('/v1/batch', { batch: [first] });
    const customer = customerId(await own.customerOf(first));
    const { vault, log, db } = own.platform;
    const key = (await vault.existingKeys([customer])).get(customer) as KeyObject;
    const messageId = randomUUID();
    await log.append(db, [
      anEvent({
        ...{ sourceId: HOUSE, messageId, event: FACT_EVENTS.attributeNoted, customerId: customer },
        properties: JSON.stringify({ attribute: 'canary-key' }),
        personal: seal(key, JSON.stringify({ properties: { value: 'canary-value' } })),
        receivedAt: own.platform.clock.now(),
      }),
    ]);
    const [listed] = (await own.test.call('owner', 'GET', `/api/events?event=Attribute%20Noted`)).json()
      .items;
    const whole = await own.test.call('owner', 'GET', `/api/events/${listed.position}`);
    expect([whole.json().event, whole.json().personal]).toEqual(['Attribute Noted', 'masked']);
    expect(JSON.stringify(listed) + whole.body).not.toContain('canary');
  });
});

describe('the list of events', () => {
  it('opens with 401 and finds by customer, name and id, page after page', async () => {
    expect((await own.test.call('anonymous', 'GET', '/api/events')).statusCode).toBe(401);
    const batch = Array.from({ length: 25 }, () => aTrack({ userId: 'pager', event: 'Cart Viewed' }));
    await own.send('/v1/batch', { batch });
    const customer = await own.customerOf(batch[0] as { messageId: string });
    for (const filter of [`customer=${customer}`, 'event=Cart%20Viewed']) {
      const seen: string[] = [];
      for (let after = ''; ; ) {
        const page = (await own.test.call('owner', 'GET', `/api/events?${filter}&limit=10${after}`)).json();
        seen.push(...page.items.map((item: { message_id: string }) => item.message_id));
        if (page.next === null) break;
        after = `&after=${page.next}`;
      }
      expect(new Set(seen)).toEqual(new Set(batch.map((event) => event.messageId)));
      expect(seen).toHaveLength(25);
    }
  });

  it('counts how often a message is stored', async () => {
    const event = aTrack();
    await own.send('/v1/batch', { batch: [event, event] });
    const answer = await own.test.call('developer', 'POST', '/api/events/lookup', {
      message_ids: [event.messageId, 'never'],
    });
    expect(answer.json().items).toEqual([
      { message_id: event.messageId, stored: 1, in_lake: 0 },
      { message_id: 'never', stored: 0, in_lake: 0 },
    ]);
  });
});
