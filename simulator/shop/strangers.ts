/** Those who are no customers: people who only look, programs that read the shop, and paid reviewers. They have no past, so they take no memory. */
import { agentOf, deviceOf, token, userIdOf } from '../people/account.ts';
import { aliasOf, drawAlias } from '../random/alias.ts';
import { Draw, purpose } from '../random/draw.ts';
import { DAY, dayNumber, momentIn } from '../time/calendar.ts';
import { iso } from '../time/iso.ts';
import { HEAD, priceOf, type Said, tailOf, tellerOf } from '../write/event-lines.ts';
import { priceNow } from './buy.ts';
import { bytes } from './out.ts';
import type { Shop } from './shop.ts';

const VISITOR = purpose('visitor');
const BOT = purpose('bot');
const FARM = purpose('farm');
/** Their numbers begin where customers' cannot come. */
const VISITORS = 0x40000000;
const BOTS = 0x60000000;
const FARMS = 0x70000000;
const MOST_A_DAY = 100_000;

const draw = new Draw();

/** Looks and goes. Some come again within days. */
export function visitors(shop: Shop, day: number): void {
  const { world, seed, calendar, days } = shop;
  const { visitors_per_customer: each, visitor_visits: times, visitor_days: within } = world.people;
  const customers = world.customers;
  draw.aim(seed, day, VISITOR);
  const mean = ((customers * each * times) / days) * (calendar.want[day] as number);
  const count = Math.min(MOST_A_DAY, Math.floor(mean + draw.unit()));
  const moments = Array.from({ length: count }, () => momentIn(calendar, day, draw)).sort((a, b) => a - b);
  moments.forEach((at, n) => {
    draw.aim(seed, day * MOST_A_DAY + n, VISITOR);
    const returns = draw.chance(1 - 1 / times);
    const since = returns ? Math.max(0, day - 1 - draw.below(within)) : day;
    look(shop, { person: VISITORS + ((since * MOST_A_DAY + n) % VISITORS), turn: day, at });
  });
}

function look(shop: Shop, { person, turn, at }: { person: number; turn: number; at: number }): void {
  const { world, seed, said } = shop;
  const tail = tailOf(world, {
    device: deviceOf(seed, person),
    user: '',
    agent: agentOf(seed, person, draw.chance(world.people.mobile_share)),
    english: draw.chance(world.people.english_share),
    campaign: draw.chance(world.visits.campaign_share) ? `note-${shop.calendar.month[turn]}` : '',
  });
  const teller = tellerOf(tail, person, turn, 0, 'visitor');
  let now = at;
  const tell = (head: string, properties: string): void => {
    shop.tell(teller, head, now, properties);
    now += 1 + Math.floor(world.visits.seconds_between * draw.lognormal(world.visits.seconds_spread) * 1000);
  };
  tell(HEAD.page, `"properties":{"path":"/","url":"${world.site}/"}`);
  const lists = draw.geometric(1 + world.visits.lists_mean) - 1;
  for (let n = 0; n < lists; n++) {
    const about = said[draw.below(said.length)] as Said;
    const searches = draw.chance(world.visits.search_share);
    tell(searches ? HEAD.search : HEAD.list, searches ? about.search : about.list);
  }
  const products = draw.geometric(world.visits.products_mean);
  for (let n = 0; n < products; n++) tell(HEAD.viewed, product(shop, anyProduct(shop), turn));
}

const anyProduct = ({ wanted, seed }: Shop): number => {
  const factor = wanted.factors[draw.below(wanted.factors.length)];
  return factor ? drawAlias(factor, draw) : seed;
};

const product = (shop: Shop, index: number, day: number): string => {
  const said = shop.said[index]?.variants[0];
  return `"properties":{${said?.before}${priceOf(priceNow(shop, index, 0, day))}${said?.after}}`;
};

/** Programs: many pages, no pause, at any hour. */
export function bots(shop: Shop, day: number): void {
  const { world, seed, calendar } = shop;
  world.faults.bots.forEach(({ name, visits_per_day: mean, pages, milliseconds, agent }, number) => {
    draw.aim(seed, BOTS + number, BOT, day);
    const count = Math.floor(mean + draw.unit());
    for (let n = 0; n < count; n++) {
      const person = BOTS + ((day * MOST_A_DAY + number * 1000 + n) % FARMS);
      draw.aim(seed, person, BOT, day);
      const device = deviceOf(seed, person);
      const tail = tailOf(world, { device, user: '', agent, english: true, campaign: '' });
      const teller = tellerOf(tail, person, 1, 0, name);
      let at = calendar.startOf(day) + draw.below(DAY);
      const seen = draw.geometric(pages);
      shop.out.truth({ what: 'bot', at: iso(at), device, name, pages: seen });
      for (let page = 0; page < seen; page++) {
        shop.tell(teller, HEAD.viewed, at, product(shop, draw.below(shop.products.length), day));
        at += 1 + Math.ceil(milliseconds * draw.exponential());
      }
    }
  });
}

/** A burst of reviews by accounts that never bought. */
export function farms(shop: Shop, day: number): void {
  const { world, seed, calendar, wanted } = shop;
  world.reviews.farms.forEach(({ from, days, reviews, rank, rating, says }, number) => {
    const first = dayNumber(from, shop.from, shop.days);
    if (day < first || day >= first + days) return;
    const target = wanted.byPopularity[(rank - 1) % wanted.byPopularity.length] as number;
    draw.aim(seed, FARMS + number, FARM, day);
    const even = aliasOf(Array.from({ length: 24 }, () => 1));
    for (let n = 0; n < Math.ceil(reviews / days); n++) {
      const person = FARMS + number * MOST_A_DAY + (day - first) * 1000 + n;
      const at = calendar.startOf(day) + Math.floor((drawAlias(even, draw) + draw.unit()) * 3_600_000);
      const user = userIdOf(seed, person, 0);
      const tail = tailOf(world, {
        device: deviceOf(seed, person),
        user,
        agent: agentOf(seed, person, true),
        english: false,
        campaign: '',
      });
      const review = token(seed, person, FARM, 0);
      shop.tell(
        tellerOf(tail, person, 1, 0, 'farm'),
        HEAD.reviewed,
        at,
        reviewOf(shop, target, review, rating, draw.of(says)[world.language]),
      );
      shop.out.truth({ what: 'farm', at: iso(at), user, review });
    }
  });
}

export const reviewOf = (shop: Shop, product: number, review: string, rating: number, text: string): string =>
  `"properties":{"product_id":"${shop.products[product]?.id}","review_id":"${review}","review_body":"${bytes(text)}","rating":"${rating}"}`;
