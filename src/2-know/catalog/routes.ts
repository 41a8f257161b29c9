import { channelById } from '#know/channels';
import { Problem } from '#platform/errors';
import { type Principal, type Route, route, staff } from '#platform/http';
import { channelId } from '#platform/ids';
import { answerList } from '#platform/lists';
import type { Platform } from '#platform/module';
import { listProducts, showGroups, showProduct } from './browse/show-products.ts';
import * as contract from './contract.ts';
import { productOf } from './given-product.ts';
import { recordProducts } from './record-products.ts';

const BATCH_BYTES = 8 * 2 ** 20;
const readers = staff('agent', 'operations', 'analyst', 'marketer', 'developer');

export const catalogRoutes = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): Route[] => [
  route({
    method: 'GET',
    path: '/api/products',
    summary: 'Products; `q` finds by part of a title, a SKU or a barcode',
    lane: 'console',
    access: readers,
    query: contract.productQuery,
    response: contract.productPage,
    handle: ({ query, reply, principal }) =>
      answerList(reply, query, {
        file: 'products',
        columns: csv,
        read: (asked) => listProducts(db, asked, channelsOf(principal)),
      }),
  }),
  route({
    method: 'GET',
    path: '/api/products/:id',
    summary: 'A product with its variants, their prices over time, and stock',
    lane: 'console',
    access: readers,
    params: contract.productParams,
    response: contract.productDetail,
    handle: ({ params, principal }) => showProduct(db, Number(params.id), channelsOf(principal)),
  }),
  route({
    method: 'POST',
    path: '/api/channels/:id/products',
    summary: 'Record up to 200 products of a channel; the same again changes nothing',
    lane: 'bulk',
    access: staff('operations', 'developer'),
    params: contract.productsOfChannel,
    body: contract.givenProducts,
    bodyLimit: BATCH_BYTES,
    response: contract.productsRecorded,
    handle: async ({ params, body, staff: caller }) => {
      const channel = await channelById(db, channelId(Number(params.id)));
      if (!channel || (caller.channels && !caller.channels.includes(params.id)))
        throw new Problem('not_found');
      const products = body.products.map((given) => productOf(given, channel.currency));
      return await db
        .transaction()
        .execute((tx) => recordProducts(tx, channel.channel_id, products, clock.now()));
    },
  }),
  route({
    method: 'GET',
    path: '/api/product-groups',
    summary: 'Categories, brands and suppliers that products are filtered by',
    lane: 'console',
    access: readers,
    response: contract.productGroups,
    handle: ({ principal }) => showGroups(db, channelsOf(principal)),
  }),
];

const channelsOf = (principal: Principal): readonly string[] | null =>
  principal.kind === 'anonymous' ? [] : principal.channels;

const csv = {
  id: (item: contract.ProductItem) => item.id,
  title: (item: contract.ProductItem) => item.title,
  kind: (item: contract.ProductItem) => item.kind,
  status: (item: contract.ProductItem) => item.status,
  category: (item: contract.ProductItem) => item.category,
  brand: (item: contract.ProductItem) => item.brand,
  supplier: (item: contract.ProductItem) => item.supplier,
  sku: (item: contract.ProductItem) => item.sku,
  variants: (item: contract.ProductItem) => item.variants,
  price_low: (item: contract.ProductItem) => item.price?.low ?? null,
  price_high: (item: contract.ProductItem) => item.price?.high ?? null,
  currency: (item: contract.ProductItem) => item.price?.currency ?? null,
  stock: (item: contract.ProductItem) => item.stock,
  updated_at: (item: contract.ProductItem) => item.updated_at,
};
