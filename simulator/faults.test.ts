import { describe, expect, it } from 'vitest';
import { FLAG } from './people/population.ts';
import { aYear } from './testing.ts';

/** Within five standard deviations of a binomial. */
function expectRate(hits: number, tries: number, share: number): void {
  const deviation = Math.sqrt(tries * share * (1 - share));
  expect(tries).toBeGreaterThan(100);
  expect(Math.abs(hits - tries * share)).toBeLessThanOrEqual(5 * deviation + 1);
}

const { out, simulation } = aYear({
  customers: 1500,
  days: 40,
  world: (world) => {
    world.faults.late_share = 0.03;
    world.faults.doubled_share = 0.02;
    world.faults.skewed_share = 0.1;
    world.people.double_account_share = 0.08;
    world.people.couple_share = 0.2;
    world.people.marketplace_share = 0.15;
    world.people.present_at_start = 1;
  },
});
const { world, people } = simulation.shop;
const truths = (what: string): number => out.truths.filter((record) => record.what === what).length;
const flagged = (flag: number): number =>
  Array.from({ length: people.count }, (_, person) => (people.flags[person] as number) & flag).filter(Boolean)
    .length;

describe('what is wrong occurs as often as the world says', () => {
  const sent = out.events.length - truths('doubled');
  it('late events', () => expectRate(truths('late'), sent, world.faults.late_share));
  it('doubled events', () => expectRate(truths('doubled'), sent, world.faults.doubled_share));
  it('clocks that are wrong', () =>
    expectRate(flagged(FLAG.skewed), people.count, world.faults.skewed_share));
  it('couples', () => expectRate(flagged(FLAG.couple) / 2, people.count / 2, world.people.couple_share));
  it('masked buyers', () => {
    expectRate(flagged(FLAG.marketplace), people.count, world.people.marketplace_share);
    const buyers = out.orders
      .filter(({ order }) => order.channel === 'marketplace')
      .map(({ order }) => order.buyer);
    expect(buyers.length).toBeGreaterThan(20);
    expect(
      buyers.every(
        ({ name, phone, email, userId }) =>
          /^.\*\*$/u.test(name) && /^\d{3}\*{4}\d{4}$/.test(phone) && email === null && userId === null,
      ),
    ).toBe(true);
  });
  it('two accounts of one person', () => {
    const { marketplace_share: elsewhere, guest_share: guest, double_account_share: double } = world.people;
    expectRate(flagged(FLAG.double), people.count, double * (1 - elsewhere) * (1 - guest));
  });
  it('bots', () => {
    const mean = world.faults.bots.reduce((sum, { visits_per_day: visits }) => sum + visits, 0) * 40;
    expect(Math.abs(truths('bot') - mean)).toBeLessThan(5 * Math.sqrt(mean));
  });
  it('messages that are left out, and scanners that click', () => {
    const mails = out.truths.filter(({ what, kind }) => what === 'treatment' && kind === 'newsletter');
    const newsletter = world.messages.kinds.find(({ id }) => id === 'newsletter');
    expectRate(mails.filter(({ treated }) => !treated).length, mails.length, newsletter?.holdout ?? 0);
    expect(truths('scanner')).toBeGreaterThan(5);
  });
  it('orders with a trouble of every day', () => {
    const share = 1 - world.delivery.everyday.reduce((left, { probability }) => left * (1 - probability), 1);
    const free = out.truths.filter(
      ({ what, trouble }) => what === 'order' && (trouble === undefined || trouble === 'everyday'),
    );
    expectRate(free.filter(({ trouble }) => trouble === 'everyday').length, free.length, share);
  });
});
