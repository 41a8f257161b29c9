/** Against a WordPress on this machine: busy, changing while it is read, calling late, twice and out of order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askAct, requestSender } from '../../requests/ask-act.ts';
import { type Days, someConnections } from '../../testing.ts';
import { woocommerce } from './index.ts';
import { SETTINGS, startWoo, totalOf, WOO, type WooOrder } from './testing/woo-server.ts';

const own = someConnections([woocommerce]);
let woo: Awaited<ReturnType<typeof startWoo>>;
beforeEach(async () => {
  woo = await startWoo();
  own.leads(WOO, woo.address);
  own.clock.set('2026-11-20T12:00:00Z');
});
afterEach(async () => {
  await own.stopAll();
  await woo.stop();
});

const begin = () => own.begin('woocommerce', 'woocommerce', SETTINGS);
let nextId = 100;
function put(more: Partial<WooOrder> = {}): WooOrder {
  const createdAt = more.createdAt ?? new Date('2026-11-12T09:00:00Z');
  const order = {
    id: nextId++,
    createdAt,
    modifiedAt: createdAt,
    price: 1249,
    quantity: 2,
    shipping: 495,
    tax: 101,
    refunds: [],
    ...more,
  };
  woo.orders.set(order.id, order);
  return order;
}

function expected(): Days {
  const days: Days = {};
  const on = (at: Date) => {
    const day = at.toISOString().slice(0, 10);
    days[day] ??= { sold: 0, refunded: 0, orders: 0 };
    return days[day];
  };
  for (const order of woo.orders.values()) {
    on(order.createdAt).sold += totalOf(order);
    on(order.createdAt).orders++;
    for (const { at, amount } of order.refunds) on(at).refunded += amount;
  }
  return days;
}

describe('a shop on WooCommerce', () => {
  it('that is busy and changes while it is read comes whole, each day to the cent', async () => {
    for (let n = 0; n < 120; n++)
      put({ createdAt: new Date(Date.UTC(2026, 9, 1 + (n % 25), 8, 0, n % 3)), price: 100 + n * 7, tax: n });
    woo.busy = 3;
    let pages = 0;
    // Whatever was on the first page is changed, and moves behind all that is yet to come.
    woo.onPage = () => {
      if (++pages !== 2) return;
      for (const order of [...woo.orders.values()].slice(0, 40))
        order.modifiedAt = new Date('2026-11-20T11:59:00Z');
    };
    await begin();
    woo.busy = 4;
    await own.readUp();
    own.clock.advance(60 * 60_000);
    await own.readUp();
    expect(Object.keys(expected()).length).toBe(25);
    expect(await own.days()).toEqual(expected());
  });

  it('whose calls come late, twice, out of order or not at all gives the same', async () => {
    const old = put();
    const connection = await begin();
    await own.readUp();
    const told = Array.from({ length: 6 }, (_, n) => {
      const order = put({ createdAt: new Date(Date.UTC(2026, 10, 20, 12, n)), price: 1000 + n });
      return woo.webhook('order.created', { id: order.id });
    });
    const refund = { id: 1, at: new Date('2026-11-20T12:30:00Z'), amount: 333 };
    Object.assign(old, { refunds: [refund], modifiedAt: new Date('2026-11-20T12:30:00Z') });
    told.push(woo.webhook('order.updated', { id: old.id }));
    // The first is lost; the others come backwards, and each twice.
    for (const delivery of [...told.slice(1), ...told.slice(1)].reverse()) {
      await own.tell(connection, delivery);
      await own.takeAll();
    }
    const heard = await own.days();
    expect(heard['2026-11-20']?.orders).toBe(5);
    expect(heard['2026-11-20']?.refunded).toBe(333);
    own.clock.advance(60 * 60_000);
    await own.readUp();
    expect(await own.days()).toEqual(expected());
  });

  it('signs its calls; its ping, which it does not sign, is answered and says nothing', async () => {
    const connection = await begin();
    const genuine = woo.webhook('order.created', { id: 1 });
    await expect(own.tell(connection, { ...genuine, body: Buffer.from('{"id":2}') })).rejects.toMatchObject({
      code: 'webhook_unsigned',
    });
    await expect(
      own.tell(connection, { headers: {}, query: {}, body: Buffer.from('webhook_id=7') }),
    ).resolves.toBeNull();
    expect(await own.parts.connectors[0]?.webhook?.isIdle?.(genuine)).toBe(false);
  });

  it('is asked for a refund in its own decimals, and for codes a hundred at a time', async () => {
    const order = put();
    const connection = await begin();
    const actor = { kind: 'system', name: 'test' } as const;
    const requests = [
      { act: 'refund', order: String(order.id), amount: 1205 },
      { act: 'create_codes', discount: '10%', codes: Array.from({ length: 150 }, (_, n) => `T${n}`) },
    ] as const;
    for (const request of requests) {
      const id = await askAct(own.parts, actor, connection, { ...request } as never);
      const signal = AbortSignal.timeout(10_000);
      await requestSender(own.parts).send({
        id: '1',
        key: 'k',
        payload: { request: id },
        attempt: 1,
        signal,
      });
    }
    const [refund, ...codes] = woo.written;
    expect(refund).toMatchObject({ path: `orders/${order.id}/refunds`, body: { amount: '12.05' } });
    expect(codes.map(({ body }) => (body.create as unknown[]).length)).toEqual([100, 50]);
  });
});
