import { describe, expect, it } from 'vitest';
import { userIdOf } from '../people/account.ts';
import { FLAG } from '../people/population.ts';
import { aShop, type Collected } from '../testing.ts';
import { react } from './react.ts';

/** Nobody writes in this shop but the product. */
const quiet = { customers: 600, days: 60, seed: 5 };

function shopWith(effect: number): { bought: (heard: boolean) => number; out: Collected } {
  const { simulation, out } = aShop({
    ...quiet,
    world: (world) => {
      world.people.present_at_start = 1;
      for (const kind of world.messages.kinds)
        Object.assign(kind, { effect, harmed_share: 0, first_day: 999 });
    },
  });
  const { shop } = simulation;
  simulation.advanceTo(shop.calendar.startOf(20) + 20 * 3_600_000);
  const heard = new Set<number>();
  for (let person = 0; person < shop.people.count; person += 2) {
    if ((shop.people.flags[person] as number) & (FLAG.marketplace | FLAG.guest)) continue;
    const userId = userIdOf(shop.seed, person, 0);
    expect(
      react(simulation, {
        at: simulation.now(),
        is: 'message',
        kind: 'coupon',
        message: `m-${person}`,
        userId,
      }),
    ).toBe(true);
    heard.add(person);
  }
  const before = out.orders.length;
  simulation.runTo(40);
  const after = out.orders.slice(before).filter(({ order, at }) => at === order.at);
  return { out, bought: (who) => after.filter(({ order: { person } }) => heard.has(person) === who).length };
}

describe('a shopper who is written to', () => {
  it('opens, clicks and buys by what is hidden of her', () => {
    const strong = shopWith(0.9);
    const none = shopWith(0);
    expect(strong.bought(true)).toBeGreaterThan(none.bought(true) * 1.5);
    expect(strong.bought(false)).toBe(none.bought(false));
    const opened = strong.out.read().filter(({ event }) => event === 'Email Opened');
    expect(opened.length).toBeGreaterThan(30);
    const sure = strong.out.truths.filter(({ what, changes }) => what === 'treatment' && changes === 'buys');
    expect(sure.length).toBeGreaterThan(100);
  });

  it('is not found by an id that is nobody’s, or for a message that the world does not know', () => {
    const { simulation } = aShop(quiet);
    simulation.runTo(1);
    const userId = userIdOf(quiet.seed, 3, 0);
    expect(
      react(simulation, { at: simulation.now(), is: 'message', kind: 'unheard of', message: 'm', userId }),
    ).toBe(false);
    expect(
      react(simulation, {
        at: simulation.now(),
        is: 'message',
        kind: 'coupon',
        message: 'm',
        userId: 'uzzzzzz',
      }),
    ).toBe(false);
  });

  it('may leave when the shop cancels her order', () => {
    const { simulation, out } = aShop({
      ...quiet,
      world: (world) => {
        world.lifecycle.after_bad = 1;
      },
    });
    simulation.runTo(20);
    const { order } = out.orders.find(
      ({ order: one }) =>
        !out.truths.some(({ what, who }) => what === 'death' && who === `person-${one.person}`),
    ) as { order: { number: string; person: number } };
    react(simulation, {
      at: simulation.now(),
      is: 'order cancelled',
      order: order.number,
      person: order.person,
    });
    simulation.runTo(22);
    expect(out.truths).toContainEqual(
      expect.objectContaining({ what: 'death', who: `person-${order.person}`, cause: 'bad_experience' }),
    );
  });
});
