/** A visit to the shop's pages, from the first look to the order or to nothing. */
import { accountOf, agentOf, deviceOf, token, userIdOf } from '../people/account.ts';
import { type Hidden, hiddenOf, partnerOf } from '../people/born.ts';
import { FLAG } from '../people/population.ts';
import { Draw, purpose } from '../random/draw.ts';
import { HEAD, priceOf, type Said, type Teller, TURNS, tailOf, tellerOf } from '../write/event-lines.ts';
import { buy, priceNow } from './buy.ts';
import type { OrderLine } from './order.ts';
import { bytes } from './out.ts';
import type { Shop } from './shop.ts';

const VISIT = purpose('visit');
const CHECKOUT = purpose('checkout');
const draw = new Draw();

/** With what somebody comes; `because`: a message without which she would not have bought, and then she does. */
export type Intent = { because: string | null };

/** A visit of a customer; null: only to look. True when she bought. */
export function visit(shop: Shop, person: number, at: number, intent: Intent | null): boolean {
  const { world, seed, people } = shop;
  const turn = (people.visits[person] as number) + 1;
  people.visits[person] = turn;
  const flags = people.flags[person] as number;
  draw.aim(seed, person, VISIT, turn);
  const hidden = hiddenOf(world, seed, person);
  const second = flags & FLAG.double && draw.chance(world.people.second_account_use) ? 1 : 0;
  const intends = intent !== null;
  const because = intent?.because ?? null;
  const coupon = intends && draw.chance(world.price.coupon_share) ? world.price.coupon_value : 0;
  const day = shop.calendar.dayOf(at);
  const buys = intends && (because !== null || decides(shop, hidden, { person, day, coupon }));
  const lines = intends ? basketOf(shop, hidden, person, day) : [];
  if (flags & FLAG.marketplace) {
    people.lastAt[person] = at;
    if (buys) buy(shop, { person, account: 0, at, lines, coupon: 0, because });
    return buys;
  }
  const borrowed =
    flags & FLAG.couple && partnerOf(person) < people.count && draw.chance(world.people.partner_device_use);
  const isAnonymous = (flags & FLAG.guest) !== 0 || (people.orders[person] === 0 && !buys);
  const signed = !isAnonymous && (buys || draw.chance(world.people.signed_in_share));
  const tail = tailOf(world, {
    device: deviceOf(seed, borrowed ? partnerOf(person) : person),
    user: signed ? userIdOf(seed, person, second) : '',
    agent: agentOf(seed, borrowed ? partnerOf(person) : person, (flags & FLAG.mobile) !== 0),
    english: (flags & FLAG.english) !== 0,
    campaign: draw.chance(world.visits.campaign_share) ? `note-${shop.calendar.month[day]}` : '',
  });
  const teller = tellerOf(tail, person, TURNS.visit(turn), flags & FLAG.skewed ? hidden.skew : 0);
  const walk = new Walk(shop, teller, at);
  walk.page();
  if (signed || buys) introduce(shop, walk, person, second);
  walk.lists(lines);
  walk.products(hidden, person, lines, day);
  if (intends) walk.cart(lines, day, token(seed, person, CHECKOUT, turn));
  if (buys) {
    const order = buy(shop, { person, account: second, at: walk.at, lines, coupon, because });
    walk.completed(lines, day, order.number, order.total, order.coupon?.code);
  }
  people.lastAt[person] = walk.at;
  return buys;
}

/** The first order is what makes somebody a customer. */
function decides(
  { world, calendar, people }: Shop,
  hidden: Hidden,
  { person, day, coupon }: { person: number; day: number; coupon: number },
): boolean {
  if (people.orders[person] === 0) return true;
  const { intent_to_buy: usual } = world.price;
  const readiness =
    usual *
    (1 - (calendar.discount[day] as number)) ** -hidden.elasticity *
    (1 - coupon) ** -hidden.couponSensitivity;
  return draw.chance(Math.min(1, readiness)) && !draw.chance(world.visits.abandon_share);
}

function basketOf(shop: Shop, hidden: Hidden, person: number, day: number): OrderLine[] {
  const { world, wanted, people, products, calendar } = shop;
  const { basket, tastes } = world;
  const count = draw.geometric(hidden.lines);
  const lines: OrderLine[] = [];
  const month = calendar.month[day] as number;
  const office = (people.flags[person] as number) & FLAG.office;
  for (let n = 0; n < count; n++) {
    const last = lines.at(-1);
    const product =
      last && draw.chance(tastes.companion)
        ? (wanted.companion[last.product] as number)
        : wanted.pick(draw, { hidden, people, person, month });
    if (lines.some((line) => line.product === product)) continue;
    const variant = draw.below(products[product]?.variants.length ?? 1);
    const usual = draw.geometric(1 / (1 - basket.quantity_more));
    const quantity = office ? Math.ceil(usual * basket.large_factor * draw.unit()) : usual;
    lines.push({ product, variant, quantity, price: priceNow(shop, product, variant, day) });
  }
  return lines;
}

/** Who signs in for the first time is said to the shop by name. A guest says it at the checkout. */
function introduce({ world, seed, people }: Shop, walk: Walk, person: number, second: number): void {
  const known = second === 1 ? FLAG.knownTwice : FLAG.known;
  const flags = people.flags[person] as number;
  if (flags & known) return;
  people.flags[person] = flags | known;
  const { name, email, phone, city, province, street, postcode } = accountOf(seed, person, second, flags);
  const consents = (flags & FLAG.consents) !== 0;
  const address = { street, city, state: province, postalCode: postcode, country: world.country };
  walk.identify(bytes(`"traits":${JSON.stringify({ name, email, phone, address, newsletter: consents })}`));
}

/** The events of a visit, one after another; time goes on between them. */
class Walk {
  at: number;
  readonly #shop: Shop;
  readonly #teller: Teller;
  #first = true;

  constructor(shop: Shop, teller: Teller, at: number) {
    this.#shop = shop;
    this.#teller = teller;
    this.at = at;
  }

  #tell(head: string, properties: string): void {
    const { world } = this.#shop;
    if (!this.#first) {
      const seconds = world.visits.seconds_between * draw.lognormal(world.visits.seconds_spread);
      this.at += 1 + Math.floor(seconds * 1000);
    }
    this.#first = false;
    this.#shop.tell(this.#teller, head, this.at, properties);
  }

  page(): void {
    this.#tell(HEAD.page, `"properties":{"path":"/","url":"${this.#shop.world.site}/"}`);
  }

  identify(traits: string): void {
    this.#tell(HEAD.identify, traits);
  }

  lists(lines: readonly OrderLine[]): void {
    const { world, said } = this.#shop;
    const count = draw.geometric(1 + world.visits.lists_mean) - 1;
    for (let n = 0; n < count; n++) {
      const about = said[lines[n]?.product ?? draw.below(said.length)] as Said;
      const searches = draw.chance(world.visits.search_share);
      this.#tell(searches ? HEAD.search : HEAD.list, searches ? about.search : about.list);
    }
  }

  products(hidden: Hidden, person: number, lines: readonly OrderLine[], day: number): void {
    const { world, wanted, people, calendar } = this.#shop;
    const month = calendar.month[day] as number;
    for (const line of lines) this.#product(line.product, line.variant, line.quantity, day);
    const others = draw.geometric(world.visits.products_mean) - (lines.length > 0 ? 1 : 0);
    for (let n = 0; n < others; n++) {
      const product = wanted.pick(draw, { hidden, people, person, month });
      this.#product(product, 0, draw.chance(world.visits.add_share) ? 1 : 0, day);
    }
  }

  #product(product: number, variant: number, quantity: number, day: number): void {
    const said = this.#shop.said[product]?.variants[variant];
    if (!said) return;
    const text = `${said.before}${priceOf(priceNow(this.#shop, product, variant, day))}${said.after}`;
    this.#tell(HEAD.viewed, `"properties":{${text}}`);
    if (quantity > 0) this.#tell(HEAD.added, `"properties":{${text},"quantity":${quantity}}`);
  }

  cart(lines: readonly OrderLine[], day: number, checkout: string): void {
    const list = this.#list(lines, day);
    const value = priceOf(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0));
    const { currency } = this.#shop.world;
    this.#tell(HEAD.cart, `"properties":{"cart_id":"${checkout}","products":${list}}`);
    this.#tell(
      HEAD.checkout,
      `"properties":{"checkout_id":"${checkout}","value":${value},"currency":"${currency}","products":${list}}`,
    );
  }

  completed(
    lines: readonly OrderLine[],
    day: number,
    number: string,
    total: number,
    coupon: string | undefined,
  ): void {
    const { currency } = this.#shop.world;
    const used = coupon === undefined ? '' : `"coupon":"${coupon}",`;
    this.#tell(
      HEAD.completed,
      `"properties":{"order_id":"${number}","total":${priceOf(total)},"currency":"${currency}",${used}"products":${this.#list(lines, day)}}`,
    );
  }

  #list(lines: readonly OrderLine[], day: number): string {
    const parts = lines.map(({ product, variant, quantity }) => {
      const said = this.#shop.said[product]?.variants[variant];
      return `{${said?.before}${priceOf(priceNow(this.#shop, product, variant, day))}${said?.after},"quantity":${quantity}}`;
    });
    return `[${parts.join(',')}]`;
  }
}
