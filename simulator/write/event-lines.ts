/**
 * Events as lines of JSON in Segment's words, put together from pieces that are made once: what a product is, what a visit is. Texts are
 * UTF-8 held in characters of one byte, which Node writes without looking at them.
 */
import type { Product, Words } from '../catalogue/product.ts';
import { token } from '../people/account.ts';
import { Draw, purpose } from '../random/draw.ts';
import { bytes, type Out, whoOf } from '../shop/out.ts';
import { iso } from '../time/iso.ts';
import type { World } from '../world/world.ts';

const track = (event: string): string => `{"type":"track","event":"${event}","messageId":"`;

export const HEAD = {
  page: '{"type":"page","name":"Home","messageId":"',
  identify: '{"type":"identify","messageId":"',
  list: track('Product List Viewed'),
  search: track('Products Searched'),
  viewed: track('Product Viewed'),
  added: track('Product Added'),
  cart: track('Cart Viewed'),
  checkout: track('Checkout Started'),
  completed: track('Order Completed'),
  reviewed: track('Product Reviewed'),
  delivered: track('Email Delivered'),
  opened: track('Email Opened'),
  clicked: track('Email Link Clicked'),
  unsubscribed: track('Unsubscribed'),
} as const;

const FAULT = purpose('fault');
const MESSAGE = purpose('message');
const EVENTS_OF_A_VISIT = 4096;

/** A person's visits, messages and reviews count apart, so that the ids of their events never meet. */
export const TURNS = {
  visit: (turn: number): number => turn * 3,
  message: (turn: number): number => turn * 3 + 1,
  review: (turn: number): number => turn * 3 + 2,
} as const;

/** Who is telling: set once a visit, and kept by the events of it. */
export type Teller = {
  /** `"anonymousId":…,"context":{…}` and the bracket that closes the event. */
  tail: string;
  /** Whose chance it is. */
  person: number;
  /** Where its message ids begin: no two tellers of a person share one. */
  turn: number;
  told: number;
  skew: number;
  /** Known to the truth as: a person, or what is none. */
  truth: string;
};

export const tellerOf = (
  tail: string,
  person: number,
  turn: number,
  skew: number,
  truth = whoOf(person),
): Teller => ({ tail, person, turn, told: 0, skew, truth });

export type Tell = (teller: Teller, head: string, at: number, properties: string) => void;

/** Tells events with the faults of the world: late, doubled, by a clock that is wrong. */
export function tellEvents({ faults }: World, seed: number, out: Out): Tell {
  const draw = new Draw();
  return (teller, head, at, properties) => {
    const turn = teller.turn * EVENTS_OF_A_VISIT + teller.told++;
    const id = token(seed, teller.person, MESSAGE, turn);
    const line = `${head}${id}","timestamp":"${iso(at + teller.skew)}",${properties},${teller.tail}`;
    const chance = draw.aim(seed, teller.person, FAULT, turn).unit();
    if (chance < faults.late_share) {
      const arrives = at + Math.ceil(faults.late_hours * draw.exponential() * 3_600_000);
      out.event(line, arrives, teller.skew, true);
      out.truth({ what: 'late', message: id, at: iso(at), arrives: iso(arrives) });
      return;
    }
    out.event(line, at, teller.skew, false);
    if (chance > 1 - faults.doubled_share) {
      out.event(line, at, teller.skew, false);
      out.truth({ what: 'doubled', message: id, at: iso(at) });
    }
  };
}

/** What a browser says of itself; `user` is empty where nobody signed in. */
export function tailOf(
  world: World,
  {
    device,
    user,
    agent,
    english,
    campaign,
  }: { device: string; user: string; agent: string; english: boolean; campaign: string },
): string {
  const named = user === '' ? '' : `"userId":"${user}",`;
  const advertised =
    campaign === '' ? '' : `,"campaign":{"name":"${campaign}","source":"xiaohongshu","medium":"cpc"}`;
  return `"anonymousId":"${device}",${named}"context":{"library":{"name":"analytics.js","version":"2.11.1"},"locale":"${english ? 'en-GB' : 'zh-CN'}","timezone":"${world.zone}","userAgent":"${agent}"${advertised}}}`;
}

export const priceOf = (minor: number): string => (minor / 100).toFixed(2).replace(/\.?0+$/, '');

/** What is said of a product: with each variant without its price, which changes; of its list; of a search for it. */
export type Said = {
  variants: readonly { before: string; after: string }[];
  list: string;
  search: string;
};

export function saidOf(world: World, products: readonly Product[]): Said[] {
  const own = (words: Words): string => JSON.stringify(words[world.language]).slice(1, -1);
  return products.map((product) => ({
    list: bytes(`"properties":{"list_id":"${product.shelf}","category":"${own(product.category)}"}`),
    search: bytes(`"properties":{"query":"${own(product.attributes[1]?.value ?? product.category)}"}`),
    variants: product.variants.map((variant) => ({
      before: bytes(
        `"product_id":"${product.id}","sku":"${variant.sku}","category":"${own(product.category)}","name":"${own(product.name)}","brand":"${own(product.brand)}","variant":"${own(variant.option)}","price":`,
      ),
      after: `,"currency":"${world.currency}","url":"${world.site}/products/${product.id}"`,
    })),
  }));
}
