/**
 * What the shop writes, whom it leaves out to compare, and what each message truly changes. Whether one brings a purchase is decided by the same
 * chance whether it was sent or not, so that the truth knows what would have been.
 */
import { agentOf, deviceOf, token, userIdOf } from '../people/account.ts';
import { hiddenOf } from '../people/born.ts';
import { FLAG } from '../people/population.ts';
import { Draw, purpose } from '../random/draw.ts';
import { atAnHour, DAY, HOUR } from '../time/calendar.ts';
import { iso } from '../time/iso.ts';
import type { MessageKind } from '../world/world.ts';
import { HEAD, type Teller, TURNS, tailOf, tellerOf } from '../write/event-lines.ts';
import { CAUSE } from './buy.ts';
import { type Truth, whoOf } from './out.ts';
import type { Shop } from './shop.ts';

const SENT = purpose('sent');
const RECEIVED = 0x10000;
const draw = new Draw();

export type Effect = {
  /** What it adds to the probability of a purchase; below 0 it does harm. */
  delta: number;
  /** When the purchase comes that would not have been; null: it changes nothing. */
  buysAt: number | null;
  leaves: boolean;
  annoyed: boolean;
};

/** Sends all messages of a kind that are due on this day, at its hour. */
export function sendCampaign(shop: Shop, number: number, day: number): void {
  const kind = shop.world.messages.kinds[number] as MessageKind;
  const at = shop.calendar.startOf(day) + Math.floor(kind.hour * HOUR);
  const turn = day * shop.world.messages.kinds.length + number;
  const { people } = shop;
  for (let person = 0; person < people.count; person++) {
    const flags = people.flags[person] as number;
    if (!(flags & FLAG.consents) || flags & FLAG.unsubscribed || people.orders[person] === 0) continue;
    draw.aim(shop.seed, person, SENT, turn);
    if (!draw.chance(kind.audience)) continue;
    const treated = !draw.chance(kind.holdout);
    work(shop, { kind, number, person, at, turn, id: token(shop.seed, person, SENT, turn), treated });
  }
}

type Sending = {
  kind: MessageKind;
  number: number;
  person: number;
  at: number;
  turn: number;
  id: string;
  treated: boolean;
};

/** The message works on her, or would have. */
function work(shop: Shop, sending: Sending): void {
  const { kind, person, at, turn, id, treated } = sending;
  const effect = effectOf(shop, sending);
  shop.out.truth(truthOf(id, kind, person, at, treated, effect));
  if (!treated) return;
  apply(shop, sending, effect);
  if (kind.channel === 'email') answer(shop, { kind, person, at, turn: TURNS.message(turn), id, effect });
  else if (effect.annoyed) unsubscribe(shop, person);
}

const unsubscribe = ({ people }: Shop, person: number): void => {
  people.flags[person] = (people.flags[person] as number) | FLAG.unsubscribed;
};

/** A message that the product sent. Its turn comes from its id: campaigns of the past have small ones. */
export function receive(
  shop: Shop,
  { number, person, at, id }: Pick<Sending, 'number' | 'person' | 'at' | 'id'>,
): void {
  const kind = shop.world.messages.kinds[number] as MessageKind;
  const turn = RECEIVED + (purpose(id) & 0xffff);
  draw.aim(shop.seed, person, SENT, turn);
  work(shop, { kind, number, person, at, turn, id, treated: true });
}

/** What a message of this kind does to this person at this moment, from what is hidden about her. */
export function effectOf(
  shop: Shop,
  { kind, number, person, at }: { kind: MessageKind; number: number; person: number; at: number },
): Effect {
  const { world, seed, people, calendar } = shop;
  const hidden = hiddenOf(world, seed, person);
  const day = calendar.dayOf(at);
  const faded =
    (people.annoyance[person] as number) *
    world.messages.annoyance_fades ** (day - (people.annoyedAt[person] as number));
  const annoyance = faded + kind.annoyance;
  const hour = Math.floor((at - calendar.startOf(day)) / HOUR);
  const isDead = at >= (people.deathAt[person] as number);
  const response = (world.messages.hour_response[hour] as number) * Math.max(0, 1 - faded / hidden.tolerance);
  const offer = (1 - kind.discount) ** -hidden.couponSensitivity;
  const size = kind.effect * (hidden.receptivity[number] as number) * response * offer;
  const delta = isDead ? 0 : Math.max(-1, Math.min(1, size));
  const chance = draw.unit();
  return {
    delta,
    buysAt:
      chance < delta
        ? atAnHour(calendar, at + Math.ceil(kind.delay_days * draw.exponential() * DAY), at, draw)
        : null,
    leaves: chance < -delta,
    annoyed: annoyance > hidden.tolerance,
  };
}

/** Lets it work on her. */
function apply(shop: Shop, { person, at, id: message }: Sending, effect: Effect): void {
  const { people } = shop;
  if (effect.leaves && at < (people.deathAt[person] as number)) {
    people.deathAt[person] = at + 1;
    people.deathCause[person] = CAUSE.message;
    shop.later({ at: at + 1, does: 'wake', person });
  }
  if (effect.buysAt !== null) shop.later({ at: effect.buysAt, does: 'buy', person, message });
}

const truthOf = (
  message: string,
  kind: MessageKind,
  person: number,
  at: number,
  treated: boolean,
  { delta, buysAt, leaves }: Effect,
): Truth => ({
  what: 'treatment',
  who: whoOf(person),
  at: iso(at),
  message,
  kind: kind.id,
  treated,
  delta,
  changes: buysAt !== null ? 'buys' : leaves ? 'leaves' : 'nothing',
});

type Answering = { kind: MessageKind; person: number; at: number; turn: number; id: string; effect: Effect };

/** Delivered, scanned, opened, clicked, or enough of it. */
function answer(shop: Shop, { kind, person, at, turn, id, effect }: Answering): void {
  const { world, people } = shop;
  const { teller, mail } = mailbox(shop, person, turn, kind, id);
  let now = Math.max(at, (people.lastAt[person] as number) + 1);
  const tell = (head: string, more = ''): void =>
    shop.tell(teller, head, now, `"properties":{${mail}${more}}`);
  tell(HEAD.delivered);
  const link = `,"link_id":"${id.slice(0, 8)}","link_url":"${world.site}/"`;
  if ((people.flags[person] as number) & FLAG.scanned && draw.chance(world.messages.scanner_clicks)) {
    now += 1 + Math.ceil(world.messages.scanner_seconds * draw.exponential() * 1000);
    tell(HEAD.opened);
    tell(HEAD.clicked, link);
    shop.out.truth({ what: 'scanner', who: whoOf(person), at: iso(now), message: id });
  }
  if (draw.chance(kind.open)) {
    now += Math.ceil(world.messages.open_hours * draw.exponential() * HOUR);
    tell(HEAD.opened);
    const clicks = effect.buysAt !== null || draw.chance(kind.click);
    if (clicks) {
      now += 1 + Math.ceil(world.messages.click_seconds * draw.exponential() * 1000);
      tell(HEAD.clicked, link);
    }
  }
  if (effect.annoyed) {
    now += 1 + Math.ceil(world.messages.click_seconds * draw.exponential() * 1000);
    tell(HEAD.unsubscribed);
    unsubscribe(shop, person);
    shop.out.truth({ what: 'unsubscribed', who: whoOf(person), at: iso(now), message: id });
  }
  people.lastAt[person] = now;
  const day = shop.calendar.dayOf(at);
  const since = day - (people.annoyedAt[person] as number);
  people.annoyance[person] =
    (people.annoyance[person] as number) * world.messages.annoyance_fades ** since + kind.annoyance;
  people.annoyedAt[person] = day;
}

function mailbox(
  { world, seed, people }: Shop,
  person: number,
  turn: number,
  kind: MessageKind,
  id: string,
): { teller: Teller; mail: string } {
  const flags = people.flags[person] as number;
  const english = (flags & FLAG.english) !== 0;
  const user = flags & FLAG.guest ? '' : userIdOf(seed, person, 0);
  const agent = agentOf(seed, person, (flags & FLAG.mobile) !== 0);
  const tail = tailOf(world, { device: deviceOf(seed, person), user, agent, english, campaign: '' });
  return { teller: tellerOf(tail, person, turn, 0), mail: `"email_id":"${id}","campaign_id":"${kind.id}"` };
}
