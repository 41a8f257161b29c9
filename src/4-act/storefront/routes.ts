import type { FastifyRequest } from 'fastify';
import { type ChannelRow, channelById } from '#know/channels';
import { Problem } from '#platform/errors';
import { anyone, type Route, route } from '#platform/http';
import { bothOf } from './both-languages.ts';
import { type CheckoutParts, checkOut } from './check-out.ts';
import * as contract from './contract.ts';
import { createFrontBudget } from './front-budget.ts';
import { PICTURE_POLICY, pictureOf } from './picture.ts';
import { priceCart } from './price-cart.ts';
import { cartShown, listCategories, listGoods, type Shop, showGoods } from './show-goods.ts';
import { type FrontRow, theFront } from './store.ts';

export type FrontParts = CheckoutParts & {
  /** Whether this installation shows a front at all. */
  isServed: boolean;
  sample: boolean;
};

const PICTURE_SECONDS = 3600;

export function storefrontRoutes(parts: FrontParts): Route[] {
  const budget = createFrontBudget(() => performance.now());
  const open = async (what: 'look' | 'buy', request: FastifyRequest): Promise<Open> => {
    budget.take(what, request.ip);
    const front = parts.isServed ? await theFront(parts.db) : null;
    const channel = front && (await channelById(parts.db, front.channel_id));
    if (!front || !channel || channel.closed_at) throw new Problem('not_found');
    return { front, shop: { db: parts.db, shelf: parts.shelf, channel } };
  };
  return [...looking(parts, open), ...goods(open), ...buying(parts, open)];
}

type Open = { front: FrontRow; shop: Shop };
type Opening = (what: 'look' | 'buy', request: FastifyRequest) => Promise<Open>;

const looking = ({ sample }: FrontParts, open: Opening): Route[] => [
  route({
    method: 'GET',
    path: '/api/storefront',
    summary: 'The shop front: its name, currency and shipping',
    lane: 'console',
    access: anyone,
    response: contract.frontItem,
    handle: async ({ request }) => {
      const { front, shop } = await open('look', request);
      return {
        name: bothOf(front.name),
        currency: shop.channel.currency,
        sample,
        write_key: front.write_key,
        shipping: { fee: front.shipping_fee, free_from: front.free_from },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/storefront/categories',
    summary: 'Categories of the shop front that have goods',
    lane: 'console',
    access: anyone,
    response: contract.categoryList,
    handle: async ({ request }) => listCategories((await open('look', request)).shop),
  }),
];

const goods = (open: Opening): Route[] => [
  route({
    method: 'GET',
    path: '/api/storefront/goods',
    summary: 'Goods of the shop front; `q` finds by part of a name in either language',
    lane: 'console',
    access: anyone,
    query: contract.goodsQuery,
    response: contract.goodsPage,
    handle: async ({ query, request }) => listGoods((await open('look', request)).shop, query),
  }),
  route({
    method: 'GET',
    path: '/api/storefront/goods/:id',
    summary: 'Goods with their variants, and what stands beside them',
    lane: 'console',
    access: anyone,
    params: contract.goodsParams,
    response: contract.goodsDetail,
    handle: async ({ params, request }) => showGoods((await open('look', request)).shop, Number(params.id)),
  }),
  route({
    method: 'GET',
    path: '/api/storefront/goods/:id/pictures/:number',
    summary: 'A picture of goods',
    lane: 'console',
    access: anyone,
    params: contract.pictureParams,
    handle: async ({ params, request, reply }) => {
      const { shop } = await open('look', request);
      const found = await shop.shelf.picture(
        shop.db,
        shop.channel.channel_id,
        Number(params.id),
        Number(params.number),
      );
      const picture = pictureOf(found?.image ?? null);
      if (!picture) throw new Problem('not_found');
      return reply
        .type(picture.type)
        .header('content-security-policy', PICTURE_POLICY)
        .header('cache-control', `public, max-age=${PICTURE_SECONDS}`)
        .send(picture.bytes);
    },
  }),
];

const buying = (parts: FrontParts, open: Opening): Route[] => [
  route({
    method: 'POST',
    path: '/api/storefront/carts',
    summary: 'What a cart costs now, and what of it is there; nothing is kept',
    lane: 'console',
    access: anyone,
    body: contract.cartGiven,
    response: contract.cartPriced,
    handle: async ({ body, request }) => {
      const { front, shop } = await open('look', request);
      const shelved = await shop.shelf.withVariants(shop.db, shop.channel.channel_id, {
        variants: body.lines.map(({ variant }) => Number(variant)),
      });
      return cartShown(priceCart(body.lines, shelved, shop.channel.currency, front));
    },
  }),
  route({
    method: 'POST',
    path: '/api/storefront/checkouts',
    summary: 'Check out: an order of ours, once for each checkout_id; the card is a play card',
    lane: 'webhook',
    access: anyone,
    body: contract.checkoutGiven,
    response: contract.checkoutDone,
    handle: async ({ body, request }) => {
      const { front, shop } = await open('buy', request);
      mustBeOurs(shop.channel);
      return checkOut(parts, front, shop.channel, body);
    },
  }),
];

/** Regulars writes no state it does not own: where a platform has become the system of record, orders are placed there. */
function mustBeOurs({ owners }: ChannelRow): void {
  if (owners.orders !== 'regulars') throw new Problem('orders_owned_elsewhere');
}
