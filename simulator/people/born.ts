/** What a person is like when she first comes: drawn from the world, known to nobody but the truth file. */
import { Draw, purpose } from '../random/draw.ts';
import { afterWanted, atAnHour, type Calendar, DAY } from '../time/calendar.ts';
import type { Death, Rhythm, Spread, World } from '../world/world.ts';
import { FLAG, type Population } from './population.ts';

const BORN = purpose('born');
const HIDDEN = purpose('hidden');
const COUPLE = purpose('couple');
const draw = new Draw();

/** `joins`: when she first wants something. `before`: she bought before the first day, and is in the middle of a gap. */
export function born(
  world: World,
  seed: number,
  calendar: Calendar,
  people: Population,
  who: { person: number; joins: number; before: boolean },
): void {
  const { person, joins, before } = who;
  draw.aim(seed, person, BORN);
  const { rhythms, lifecycle } = world;
  const rhythm = draw.weighted(rhythms.map(({ share }) => share));
  const death = draw.weighted(lifecycle.deaths.map(({ share }) => share));
  const { median_days: median, spread } = rhythms[rhythm] as Rhythm;
  people.flags[person] = flagsOf(world, seed, person);
  const isElsewhere = ((people.flags[person] as number) & FLAG.marketplace) !== 0;
  people.rhythm[person] = rhythm;
  people.death[person] = death;
  people.meanGap[person] = median * draw.lognormal(spread);
  people.deathAt[person] = joins + lifetime(lifecycle.deaths[death] as Death) * DAY;
  people.lastAt[person] = joins - 1;
  people.orders[person] = before ? 1 : 0;
  const phase = before ? draw.unit() * (people.meanGap[person] as number) : 0;
  const looks = !before && draw.chance(world.people.looks_first);
  const wait = looks ? world.people.looks_days * draw.exponential() * DAY : 0;
  const wants = before ? afterWanted(calendar, joins, phase) : joins + wait;
  people.nextBuy[person] = before || looks ? atAnHour(calendar, wants, joins, draw) : joins;
  people.nextBrowse[person] = looks && !isElsewhere ? joins : Number.POSITIVE_INFINITY;
}

function flagsOf(world: World, seed: number, person: number): number {
  const { people, basket, faults } = world;
  const lives = draw.chance(people.marketplace_share);
  const guest = !lives && draw.chance(people.guest_share);
  return (
    (lives ? FLAG.marketplace : 0) |
    (guest ? FLAG.guest : 0) |
    (draw.chance(people.double_account_share) && !guest && !lives ? FLAG.double : 0) |
    (isCouple(world, seed, person) ? FLAG.couple : 0) |
    (draw.chance(people.scanned_mail_share) ? FLAG.scanned : 0) |
    (draw.chance(people.mail_consent_share) && !lives ? FLAG.consents : 0) |
    (draw.chance(basket.large_share) ? FLAG.office : 0) |
    (draw.chance(people.english_share) ? FLAG.english : 0) |
    (draw.chance(people.mobile_share) ? FLAG.mobile : 0) |
    (draw.chance(faults.skewed_share) ? FLAG.skewed : 0)
  );
}

/** Couples are neighbours by number: 2n and 2n + 1. */
export const partnerOf = (person: number): number => person ^ 1;
const pair = new Draw();
const isCouple = ({ people }: World, seed: number, person: number): boolean =>
  pair.aim(seed, person >> 1, COUPLE).chance(people.couple_share);

/** In days. */
function lifetime({ family, median_days: median, shape }: Death): number {
  if (family === 'exponential') return (median / Math.LN2) * draw.exponential();
  if (family === 'weibull') return median * (draw.exponential() / Math.LN2) ** (1 / shape);
  return Number.POSITIVE_INFINITY;
}

export type Hidden = {
  factors: number[];
  elasticity: number;
  couponSensitivity: number;
  lines: number;
  ownHour: number;
  tolerance: number;
  receptivity: number[];
  skew: number;
};

/** Drawn again whenever it is needed, always the same. */
export function hiddenOf(world: World, seed: number, person: number): Hidden {
  draw.aim(seed, person, HIDDEN);
  const { tastes, price, basket, messages, faults } = world;
  const of = ({ median, spread }: Spread): number => median * draw.lognormal(spread);
  return {
    factors: tastes.weights.map(() => draw.below(tastes.factors)),
    elasticity: of(price.elasticity),
    couponSensitivity: of(price.coupon_sensitivity),
    lines: 1 + (basket.lines_mean - 1) * draw.lognormal(basket.person_spread),
    ownHour: draw.weighted(world.day.weekday_hours) + draw.unit(),
    tolerance: of(messages.tolerance),
    receptivity: messages.kinds.map(({ effect_spread: spread, harmed_share: harmed }) => {
      const size = draw.lognormal(spread);
      return draw.chance(harmed) ? -size : size;
    }),
    skew: Math.round(draw.normal() * faults.skew_hours * 3_600_000),
  };
}

const rhythmDraw = new Draw();
const RHYTHM = purpose('rhythm');
const WEEK = 7;
const BURST = purpose('burst');

/** When she wants to buy next, as her family has it; Infinity: never again. `now`: after this one. */
export function nextPurchase(
  world: World,
  seed: number,
  calendar: Calendar,
  people: Population,
  person: number,
  now: number,
): number {
  const rhythm = world.rhythms[people.rhythm[person] as number] as Rhythm;
  const mean = people.meanGap[person] as number;
  const turn = people.visits[person] as number;
  rhythmDraw.aim(seed, person, RHYTHM, turn);
  switch (rhythm.family) {
    case 'exponential':
      return afterWanted(calendar, now, mean * rhythmDraw.exponential());
    case 'gamma':
      return afterWanted(calendar, now, mean * rhythmDraw.gamma(rhythm.shape));
    case 'weekly': {
      const weeks = Math.max(1, Math.round(mean / WEEK));
      return now + (weeks * WEEK + rhythm.jitter_days * rhythmDraw.normal()) * DAY;
    }
    case 'monthly':
      return onOwnDay(calendar, now, mean, { seed, person, jitter: rhythm.jitter_days });
    case 'seasonal':
      return atFestival(calendar, now, mean, rhythm.purchases);
    case 'burst': {
      const size = pair.aim(seed, person, BURST).geometric(rhythm.purchases);
      return (people.orders[person] as number) < size
        ? now + mean * rhythmDraw.exponential() * DAY
        : Number.POSITIVE_INFINITY;
    }
  }
}

/** Every `mean` days at her own place in that time, such as the day after her wages. */
function onOwnDay(
  { start }: Calendar,
  now: number,
  mean: number,
  { seed, person, jitter }: { seed: number; person: number; jitter: number },
): number {
  const own = pair.aim(seed, person, RHYTHM).unit() * mean;
  const turn = Math.floor(((now - start) / DAY - own) / mean + 0.5) + 1;
  return start + (turn * mean + own + jitter * rhythmDraw.normal()) * DAY;
}

function atFestival(calendar: Calendar, now: number, mean: number, probability: number): number {
  const today = calendar.dayOf(now);
  for (const day of calendar.festivals) {
    if (day <= today || !rhythmDraw.chance(probability)) continue;
    return calendar.startOf(day) + mean * rhythmDraw.exponential() * DAY;
  }
  return Number.POSITIVE_INFINITY;
}
