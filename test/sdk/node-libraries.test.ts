/** The published server libraries, unchanged but for the host: every call arrives exactly once, as what it was. */
import { randomUUID } from 'node:crypto';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../instance.ts';
import { eventsOf, type Logged } from './arrivals.ts';

let instance: Instance;
let writeKey: string;
let apiKey: string;

beforeAll(async () => {
  instance = await startInstance();
  writeKey = (await instance.regulars<{ write_key: string }>('key', 'create', '--kind', 'server')).write_key;
  apiKey = (await instance.regulars<{ api_key: string }>('key', 'create', '--api', '--role', 'developer'))
    .api_key;
});
afterAll(() => instance.stop());

const kinds = (events: Logged[]): string[] => events.map((event) => event.type).sort();

describe('@segment/analytics-node', () => {
  it('delivers every kind of call, once, to the customer it names', async () => {
    const analytics = new Analytics({ writeKey, host: instance.url, flushAt: 4, flushInterval: 200 });
    const userId = `segment-${randomUUID()}`;
    const timestamp = new Date('2026-11-20T10:00:00.000Z');
    analytics.identify({ userId, traits: { email: 'ann@example.com' } });
    analytics.track({
      userId,
      event: 'Order Completed',
      properties: { order_id: 'A-1', revenue: 12.5 },
      timestamp,
    });
    analytics.page({ userId, name: 'Home' });
    analytics.screen({ userId, name: 'Start' });
    analytics.group({ userId, groupId: 'household-1' });
    analytics.alias({ userId, previousId: 'old-id' });
    await analytics.closeAndFlush({ timeout: 60_000 });
    const events = await eventsOf(instance.url, apiKey, userId, 6);
    expect(kinds(events)).toEqual(['alias', 'group', 'identify', 'page', 'screen', 'track']);
    const order = events.find((event) => event.event === 'Order Completed');
    expect(order?.properties).toMatchObject({ order_id: 'A-1', revenue: 12.5 });
    // Its clock and ours are the same machine's: the correction moves it by no more than the way took.
    expect(Math.abs(Date.parse(order?.timestamp ?? '') - timestamp.getTime())).toBeLessThan(60_000);
  });

  it('loses nothing among many calls made at once', async () => {
    const analytics = new Analytics({ writeKey, host: instance.url, flushAt: 20 });
    const userId = `segment-${randomUUID()}`;
    for (let n = 0; n < 500; n++)
      analytics.track({ userId, event: 'Product Viewed', properties: { position: n } });
    await analytics.closeAndFlush({ timeout: 60_000 });
    const events = await eventsOf(instance.url, apiKey, userId, 500);
    expect(new Set(events.map((event) => event.properties.position)).size).toBe(500);
    expect(events).toHaveLength(500);
  });
});

describe('@rudderstack/rudder-sdk-node', () => {
  it('delivers every kind of call, once', async () => {
    const Client = ((RudderAnalytics as unknown as { default?: typeof RudderAnalytics }).default ??
      RudderAnalytics) as typeof RudderAnalytics;
    const client = new Client(writeKey, { dataPlaneUrl: instance.url, flushAt: 3, flushInterval: 200 });
    const userId = `rudder-${randomUUID()}`;
    client.identify({ userId, traits: { name: 'Ann' } });
    client.track({ userId, event: 'Coupon Applied', properties: { coupon_id: 'C-1' } });
    client.page({ userId, name: 'Cart' });
    client.group({ userId, groupId: 'household-2' });
    await new Promise<void>((done) => client.flush(() => done()));
    const events = await eventsOf(instance.url, apiKey, userId, 4);
    expect(kinds(events)).toEqual(['group', 'identify', 'page', 'track']);
  });
});
