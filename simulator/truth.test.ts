import { describe, expect, it } from 'vitest';
import { personOf, userIdOf } from './people/account.ts';
import type { Truth } from './shop/out.ts';
import { aYear, type SentEvent } from './testing.ts';

const { out, simulation } = aYear({ customers: 400, days: 200, from: '2025-06-01' });
const events = out.read();
const of = (what: string): Truth[] => out.truths.filter((record) => record.what === what);
const named = (name: string): SentEvent[] => events.filter(({ event }) => event === name);
const messages = new Map(events.map((event) => [event.messageId, event]));

describe('the truth', () => {
  it('knows as many orders as were sent, and what they came to', () => {
    const placed = out.orders.filter(({ order, at }) => at === order.at).map(({ order }) => order);
    expect(placed.length).toBeGreaterThan(300);
    expect(of('order').map(({ order, total }) => [order, total])).toEqual(
      placed.map(({ number, total }) => [number, total]),
    );
    const completed = new Map(
      named('Order Completed').map(({ properties }) => [properties?.order_id, properties?.total]),
    );
    const own = placed.filter(({ channel }) => channel === 'own');
    expect(completed.size).toBe(own.length);
    expect(own.every(({ number, total }) => completed.get(number) === total / 100)).toBe(true);
  });

  it('knows every doubled event, every late one, every review and every bot', () => {
    expect(events.length - messages.size).toBe(of('doubled').length);
    expect(out.events.filter(({ isLate }) => isLate)).toHaveLength(of('late').length);
    expect(of('late').every(({ message }) => messages.has(message as string))).toBe(true);
    const reviews = new Set(named('Product Reviewed').map(({ properties }) => properties?.review_id));
    expect(reviews).toEqual(new Set([...of('review'), ...of('farm')].map(({ review }) => review)));
    const pages = new Map<string, Set<string>>();
    for (const { anonymousId, messageId } of events)
      pages.set(anonymousId, (pages.get(anonymousId) ?? new Set()).add(messageId));
    expect(of('bot').filter(({ device, pages: seen }) => pages.get(device as string)?.size !== seen)).toEqual(
      [],
    );
  });

  it('knows each treatment: those that were sent were delivered, those that were left out were not', () => {
    const delivered = new Set(named('Email Delivered').map(({ properties }) => properties?.email_id));
    const mails = of('treatment').filter(({ kind }) => kind !== 'sms_sale');
    expect(mails.length).toBeGreaterThan(500);
    expect(mails.filter(({ treated }) => !treated).length).toBeGreaterThan(20);
    expect(mails.every(({ message, treated }) => delivered.has(message) === treated)).toBe(true);
  });

  it('knows which orders a message brought: those that it says change something, and no other', () => {
    const because = new Set(
      of('order')
        .map(({ because: message }) => message)
        .filter(Boolean),
    );
    const changing = of('treatment').filter(({ changes }) => changes === 'buys');
    const brought = changing.filter(({ message }) => because.has(message));
    expect(brought.length).toBe(because.size);
    expect(brought.every(({ treated }) => treated)).toBe(true);
    // The others died first, or would buy after the last day.
    expect(brought.length).toBeGreaterThan(changing.filter(({ treated }) => treated).length * 0.8);
  });

  it('knows who is whom: every user id is one of hers', () => {
    const users = new Set(of('person').flatMap(({ users: own }) => own as string[]));
    const farmed = new Set(of('farm').map(({ user }) => user));
    const sent = new Set(events.flatMap(({ userId }) => (userId && !farmed.has(userId) ? [userId] : [])));
    expect(sent.size).toBeGreaterThan(200);
    expect([...sent].filter((user) => !users.has(user))).toEqual([]);
    expect([0, 5, 99_999].map((person) => personOf(3, userIdOf(3, person, 1)))).toEqual([0, 5, 99_999]);
  });

  it('knows deaths, after which nobody comes', () => {
    const { shop } = simulation;
    const dead = new Map(of('death').map(({ who, at }) => [who, Date.parse(at as string)]));
    expect(dead.size).toBeGreaterThan(40);
    const later = of('order').filter(
      ({ who, at }) => Date.parse(at as string) > (dead.get(who ?? '') ?? Number.POSITIVE_INFINITY),
    );
    expect(later).toEqual([]);
    expect(dead.size).toBeLessThan(shop.people.count);
  });
});

describe('time', () => {
  /** Mail each day that is opened hours later, by people who come often: whatever somebody does then has something to collide with. */
  const busy = aYear({
    customers: 300,
    days: 60,
    from: '2025-06-01',
    world: (world) => {
      world.messages.open_hours = 12;
      for (const kind of world.messages.kinds) Object.assign(kind, { every_days: 1, open: 0.9, effect: 0.1 });
      for (const rhythm of world.rhythms) rhythm.median_days = 4;
    },
  });

  it('never runs backwards for a person, whatever she is called and by whatever she is known', () => {
    const { out: told } = busy;
    const late = new Set(told.truths.filter(({ what }) => what === 'late').map(({ message }) => message));
    const doubled = new Set<string>();
    // Couples come by each other's device.
    const devices = new Map(
      told.truths.flatMap(({ what, who, device, couple }) =>
        what === 'person' && !couple ? [[device as string, who as string] as const] : [],
      ),
    );
    const last = new Map<string, string>();
    const back: string[] = [];
    const all = told.read();
    told.events.forEach(({ skew }, at) => {
      const event = all[at] as SentEvent;
      const who = event.userId
        ? `person-${personOf(busy.simulation.run.seed, event.userId)}`
        : devices.get(event.anonymousId);
      if (late.has(event.messageId) || doubled.has(event.messageId) || skew !== 0 || !who) return;
      doubled.add(event.messageId);
      if (event.timestamp < (last.get(who) ?? '')) back.push(`${who} ${event.event} ${event.timestamp}`);
      last.set(who, event.timestamp);
    });
    expect(last.size).toBeGreaterThan(150);
    expect(back).toEqual([]);
  });
});
