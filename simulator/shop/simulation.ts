/**
 * The shop, day by day. Everybody stands in the day on which she next does something, so that a day costs what happens on it; within a day
 * things happen in order. What was not done when a run ends is kept by `save` and goes on as if nothing had been.
 */
import { makeCatalogue } from '../catalogue/make-catalogue.ts';
import { agentOf, deviceOf, token, userIdOf } from '../people/account.ts';
import { born, hiddenOf, nextPurchase, partnerOf } from '../people/born.ts';
import { admit, FLAG, type Population, populationOf } from '../people/population.ts';
import { Draw, purpose } from '../random/draw.ts';
import { calendarOf, DAY, HOUR, MINUTE, momentIn } from '../time/calendar.ts';
import { iso } from '../time/iso.ts';
import type { Rhythm, World } from '../world/world.ts';
import { HEAD, saidOf, TURNS, tailOf, tellEvents, tellerOf } from '../write/event-lines.ts';
import { Agenda } from './agenda.ts';
import { CAUSE } from './buy.ts';
import { sendCampaign } from './messages.ts';
import { type Out, whoOf } from './out.ts';
import { type Pending, type Shop, struckBy } from './shop.ts';
import { bots, farms, reviewOf, visitors } from './strangers.ts';
import { visit } from './visit.ts';
import { wantedOf } from './wanted.ts';

export type Run = { world: World; seed: number; customers: number; from: string; days: number };

const NEWS = purpose('arrivals');
const PLACE = purpose('place');
const REVIEW = purpose('review');
const OWN_HOUR = purpose('own hour');
const draw = new Draw();

export class Simulation {
  readonly shop: Shop;
  readonly run: Run;
  /** The first day that is not done. */
  day = 0;
  /** Where each person's day begins its chain of people; -1: nobody. */
  readonly heads: number[] = [];
  readonly pending = new Map<number, Pending[]>();
  #agenda = new Agenda();
  #opened = -1;
  #until = Number.NEGATIVE_INFINITY;
  /** The last day that people arrived on. */
  begun = -1;

  constructor(
    run: Run,
    out: Out,
    state?: {
      people: Population;
      day: number;
      orders: number;
      begun: number;
      heads: number[];
      pending: Pending[];
    },
  ) {
    this.run = run;
    const { seed, from, days } = run;
    const world = { ...run.world, customers: run.customers };
    const calendar = calendarOf(world, from);
    const products = makeCatalogue(world.catalogue, seed);
    const wanted = wantedOf(world, seed, products);
    this.shop = {
      world,
      seed,
      from,
      days,
      calendar,
      products,
      said: saidOf(world, products),
      wanted,
      troubles: struckBy(world, from, days, wanted, products),
      people: state?.people ?? populationOf(world.tastes.habit_memory),
      out,
      tell: tellEvents(world, seed, out),
      orders: state?.orders ?? 0,
      later: (pending) => this.#later(pending),
    };
    if (!state) return;
    this.day = state.day;
    this.begun = state.begun;
    this.heads.push(...state.heads);
    for (const pending of state.pending) this.#later(pending);
  }

  /** Whole days, up to this one and without it. */
  runTo(day: number): void {
    while (this.day < day) this.advanceTo(this.shop.calendar.startOf(this.day + 1));
  }

  /** Everything that happens before `until`. */
  advanceTo(until: number): void {
    const { calendar } = this.shop;
    this.#until = until;
    while (calendar.startOf(this.day) < until) {
      if (this.#opened < this.day) this.#open();
      for (;;) {
        const at = this.#agenda.next();
        if (at >= Math.min(until, calendar.startOf(this.day + 1))) break;
        const what = this.#agenda.take();
        if (typeof what === 'number') this.#wake(what, at);
        else this.#does(what);
      }
      this.shop.out.passed(Math.min(until, calendar.startOf(this.day + 1)));
      if (until < calendar.startOf(this.day + 1)) return;
      this.day++;
    }
  }

  /** All that is left to do, for a state that is kept; what is left of the day at hand too. */
  left(): Pending[] {
    this.#opened = Math.min(this.#opened, this.day - 1);
    for (const { at, what } of [...this.#agenda.rest()]) {
      if (typeof what !== 'number') this.#later(what);
      else if (at === wakesAt(this.shop.people, what) && this.shop.people.bucket[what] === -1)
        this.#place(what);
    }
    return [...this.pending.values()].flat();
  }

  /** Everything before it has happened. */
  now(): number {
    return this.#until;
  }

  #open(): void {
    const day = this.day;
    this.#opened = day;
    if (this.begun < day) this.#begin(day);
    for (let person = this.heads[day] ?? -1; person !== -1; ) {
      const { people } = this.shop;
      const next = people.next[person] as number;
      people.bucket[person] = -1;
      const at = wakesAt(people, person);
      if (this.shop.calendar.dayOf(at) <= day) this.#agenda.add(at, person);
      else this.#place(person);
      person = next;
    }
    this.heads[day] = -1;
    for (const pending of this.pending.get(day) ?? []) this.#agenda.add(pending.at, pending);
    this.pending.delete(day);
  }

  #begin(day: number): void {
    this.begun = day;
    this.#arrive(day);
    const midnight = this.shop.calendar.startOf(day);
    this.shop.world.messages.kinds.forEach(({ every_days: every, first_day: first, hour }, kind) => {
      if (day >= first && (day - first) % every === 0)
        this.#later({ at: midnight + Math.floor(hour * HOUR), does: 'campaign', kind, day });
    });
    this.#later({ at: midnight, does: 'strangers', day });
  }

  /** Who comes on this day for the first time, or was there before the first. */
  #arrive(day: number): void {
    const { world, seed, calendar, people } = this.shop;
    const { present_at_start: present, growth } = world.people;
    const before = day === 0 ? Math.round(world.customers * present) : 0;
    const later = world.customers - Math.round(world.customers * present);
    const until = (part: number): number => Math.round(later * arrived(Math.min(1, part), growth));
    const usual = until((day + 1) / this.run.days) - until(day / this.run.days);
    // After the end the last day's arrivals go on.
    const rate = (later * 2 * growth) / ((1 + growth) * this.run.days);
    const news = day < this.run.days ? usual : Math.floor(rate + draw.aim(seed, day, NEWS).unit());
    const first = admit(people, before + news);
    for (let person = first; person < people.count; person++) {
      const isOld = person < first + before;
      const joins = isOld ? calendar.start : momentIn(calendar, day, draw.aim(seed, person, NEWS, 1));
      born(world, seed, calendar, people, { person, joins, before: isOld });
      this.#introduce(person, joins);
      if (isOld) this.#browse(person, calendar.start);
      this.#place(person);
    }
  }

  /** For the truth alone. */
  #introduce(person: number, joins: number): void {
    const { world, seed, people, out } = this.shop;
    const flags = people.flags[person] as number;
    const users = [0, ...(flags & FLAG.double ? [1] : [])].map((account) => userIdOf(seed, person, account));
    const hidden = hiddenOf(world, seed, person);
    out.truth({
      what: 'person',
      who: whoOf(person),
      at: iso(joins),
      users,
      device: deviceOf(seed, person),
      ...(flags & FLAG.couple && { couple: whoOf(partnerOf(person)) }),
      ...(flags & FLAG.marketplace && { marketplace: true }),
      ...(flags & FLAG.guest && { guest: true }),
      rhythm: (world.rhythms[people.rhythm[person] as number] as Rhythm).family,
      gap: people.meanGap[person],
      lifetime: world.lifecycle.deaths[people.death[person] as number]?.family,
      elasticity: hidden.elasticity,
      factors: hidden.factors,
    });
  }

  #wake(person: number, at: number): void {
    const { people } = this.shop;
    if (at !== wakesAt(people, person) || (people.flags[person] as number) & FLAG.dead) return;
    if (at >= (people.deathAt[person] as number)) {
      this.#die(person);
      return;
    }
    const intends = at === people.nextBuy[person];
    const begins = Math.max(at, (people.lastAt[person] as number) + 1000);
    visit(this.shop, person, begins, intends ? { because: null } : null);
    this.#plan(person, intends);
    this.#place(person);
  }

  #buyBecause(person: number, at: number, message: string): void {
    const { people } = this.shop;
    if (at >= (people.deathAt[person] as number)) return;
    visit(this.shop, person, Math.max(at, (people.lastAt[person] as number) + 1000), { because: message });
    this.#place(person);
  }

  /** When she comes again. */
  #plan(person: number, intended: boolean): void {
    const { world, seed, calendar, people } = this.shop;
    const now = people.lastAt[person] as number;
    if (intended) {
      const planned = nextPurchase(world, seed, calendar, people, person, now);
      people.nextBuy[person] = this.#hour(person, Math.max(planned, now + HOUR));
    }
    this.#browse(person, now);
  }

  /** Comes to look, a few times for each purchase. */
  #browse(person: number, now: number): void {
    const { world, seed, people } = this.shop;
    const { browse_per_purchase: often, browse_least_days: least } = world.visits;
    const isElsewhere = (people.flags[person] as number) & FLAG.marketplace;
    draw.aim(seed, person, PLACE, people.visits[person] as number);
    const gap = (Math.max(least, people.meanGap[person] as number) / often) * draw.exponential() * DAY;
    people.nextBrowse[person] =
      isElsewhere || often === 0
        ? Number.POSITIVE_INFINITY
        : this.#hour(person, Math.max(now + gap, now + HOUR));
  }

  /** The same day, at an hour that she comes at; never before `at`. */
  #hour(person: number, at: number): number {
    const { world, seed, calendar, people } = this.shop;
    if (!Number.isFinite(at) || calendar.dayOf(at) >= calendar.want.length) return Number.POSITIVE_INFINITY;
    const day = calendar.dayOf(at);
    draw.aim(seed, person, OWN_HOUR, people.visits[person] as number);
    const { own_hour: own, own_hour_spread: spread } = world.day;
    const moment = draw.chance(own)
      ? calendar.startOf(day) + ownMoment(hiddenOf(world, seed, person).ownHour + spread * draw.normal())
      : momentIn(calendar, day, draw);
    return moment > at || moment > (people.lastAt[person] as number) + MINUTE ? moment : Math.floor(at);
  }

  #die(person: number): void {
    const { people, out } = this.shop;
    people.flags[person] = (people.flags[person] as number) | FLAG.dead;
    const cause = Object.keys(CAUSE)[people.deathCause[person] as number] as string;
    out.truth({
      what: 'death',
      who: whoOf(person),
      at: iso(Math.floor(people.deathAt[person] as number)),
      cause,
      orders: people.orders[person],
    });
  }

  /** Puts her into the day on which she does something next. */
  #place(person: number): void {
    const { people, calendar } = this.shop;
    const at = wakesAt(people, person);
    const day = calendar.dayOf(at);
    if ((people.flags[person] as number) & FLAG.dead || !Number.isFinite(at) || day >= calendar.want.length)
      return;
    if (day <= this.#opened) {
      this.#agenda.add(at, person);
      return;
    }
    const stands = people.bucket[person] as number;
    if (stands !== -1) {
      if (stands > day) this.#later({ at, does: 'wake', person });
      return;
    }
    people.next[person] = this.heads[day] ?? -1;
    people.bucket[person] = day;
    this.heads[day] = person;
  }

  #later(pending: Pending): void {
    const day = this.shop.calendar.dayOf(pending.at);
    if (day <= this.#opened) {
      this.#agenda.add(pending.at, pending);
      return;
    }
    const waiting = this.pending.get(day);
    if (waiting) waiting.push(pending);
    else this.pending.set(day, [pending]);
  }

  #does(pending: Pending): void {
    // Plans may have changed since; then there is another entry for the new one.
    if (pending.does === 'wake') this.#wake(pending.person, pending.at);
    else if (pending.does === 'buy') this.#buyBecause(pending.person, pending.at, pending.message);
    else if (pending.does === 'change order') this.shop.out.order(pending.order, pending.at);
    else if (pending.does === 'review') writeReview(this.shop, pending);
    else if (pending.does === 'campaign') sendCampaign(this.shop, pending.kind, pending.day);
    else {
      visitors(this.shop, pending.day);
      bots(this.shop, pending.day);
      farms(this.shop, pending.day);
    }
  }
}

function writeReview(shop: Shop, pending: Extract<Pending, { does: 'review' }>): void {
  const { person, account, order, turn, product, rating, text } = pending;
  const { people, seed, world } = shop;
  const flags = people.flags[person] as number;
  const english = (flags & FLAG.english) !== 0;
  const device = deviceOf(seed, person);
  const user = flags & FLAG.guest ? '' : userIdOf(seed, person, account);
  const agent = agentOf(seed, person, (flags & FLAG.mobile) !== 0);
  const teller = tellerOf(
    tailOf(world, { device, user, agent, english, campaign: '' }),
    person,
    TURNS.review(turn),
    0,
  );
  const at = Math.max(pending.at, (people.lastAt[person] as number) + 1000);
  people.lastAt[person] = at;
  const review = token(seed, person, REVIEW, turn);
  shop.tell(teller, HEAD.reviewed, at, reviewOf(shop, product, review, rating, text));
  shop.out.truth({ what: 'review', who: whoOf(person), at: iso(at), review, order });
}

/** Of the day; around midnight it is the other end. */
const ownMoment = (hour: number): number => Math.floor((((hour % 24) + 24) % 24) * HOUR);

const wakesAt = ({ nextBuy, nextBrowse, deathAt }: Population, person: number): number =>
  Math.min(nextBuy[person] as number, nextBrowse[person] as number, deathAt[person] as number);

/** Part of the arrivals that is over when this part of the time is: their rate grows evenly to `growth` times the first. */
const arrived = (part: number, growth: number): number => (part * (2 + (growth - 1) * part)) / (1 + growth);
