import { z } from 'zod';
import type { ProductRecord } from '#know/catalog';
import type { Feed, Fetched, Reach } from '../../connector.ts';
import { changedSince } from './changed-since.ts';
import { gidOf, graphql, numberOf } from './client.ts';

const FIELDS = `id title status vendor productType descriptionHtml updatedAt isGiftCard onlineStoreUrl category { fullName }
  media(first: 5) { nodes { preview { image { url } } } }
  variants(first: 50) { nodes { id sku title barcode price compareAtPrice inventoryQuantity selectedOptions { name value } } }`;
const CHANGED = `query Products($after: String, $query: String) {
  page: products(first: 10, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`;
const ONE = `query Product($id: ID!) { product(id: $id) { ${FIELDS} } }`;

const text = z.string().nullish();
const shape = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  vendor: text,
  productType: text,
  descriptionHtml: text,
  updatedAt: z.string(),
  isGiftCard: z.boolean().nullish(),
  onlineStoreUrl: text,
  category: z.object({ fullName: z.string() }).nullish(),
  media: z
    .object({
      nodes: z.array(
        z.object({
          preview: z.object({ image: z.object({ url: z.string() }).nullish() }).nullish(),
        }),
      ),
    })
    .nullish(),
  variants: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        sku: text,
        title: text,
        barcode: text,
        price: z.string(),
        compareAtPrice: text,
        inventoryQuantity: z.number().int().nullish(),
        selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    ),
  }),
});

export const productsFeed: Feed = {
  name: 'products',
  title: { en: 'Products', zh: '商品' },
  everySeconds: 600,
  read: (reach, cursor) => changedSince(reach, cursor, CHANGED, async (nodes) => productsOf(reach, nodes)),
};

export async function oneProduct(reach: Reach, id: string): Promise<Fetched | null> {
  const { product } = await graphql(reach, z.object({ product: z.unknown() }), ONE, {
    id: gidOf('Product', id),
  });
  return product ? productsOf(reach, [product]) : null;
}

function productsOf({ channel }: Reach, nodes: readonly unknown[]): Fetched {
  const parsed = nodes.map((node) => ({ node, said: shape.safeParse(node) }));
  return {
    products: parsed.flatMap(({ said }) =>
      said.success && said.data.variants.nodes.length > 0 ? [recordOf(said.data, channel.currency)] : [],
    ),
    skipped: parsed
      .filter(({ said }) => !said.success)
      .map(({ node }) => ({
        what: 'product',
        id: numberOf(String((node as { id?: unknown } | null)?.id ?? '?')),
        code: 'connector_record_unreadable' as const,
      })),
  };
}

function recordOf(node: z.output<typeof shape>, currency: string): ProductRecord {
  return {
    platformId: numberOf(node.id),
    title: node.title,
    kind: node.isGiftCard ? 'gift_card' : 'goods',
    status: node.status === 'ACTIVE' ? 'active' : node.status === 'DRAFT' ? 'draft' : 'archived',
    description: node.descriptionHtml || null,
    brand: node.vendor || null,
    supplier: null,
    category: node.category
      ? node.category.fullName.split(' > ')
      : node.productType
        ? [node.productType]
        : [],
    images: (node.media?.nodes ?? []).flatMap(({ preview }) => preview?.image?.url ?? []),
    attributes: {},
    variants: node.variants.nodes.map((variant) => ({
      platformId: numberOf(variant.id),
      sku: variant.sku || null,
      title: variant.title && variant.title !== 'Default Title' ? variant.title : '',
      barcode: variant.barcode || null,
      options: Object.fromEntries(variant.selectedOptions.map(({ name, value }) => [name, value])),
      price: { amount: variant.price, compareAt: variant.compareAtPrice ?? null, currency },
      stock:
        variant.inventoryQuantity === null || variant.inventoryQuantity === undefined
          ? []
          : [{ warehouse: 'shopify', quantity: variant.inventoryQuantity }],
      url: node.onlineStoreUrl ?? null,
    })),
    version: new Date(node.updatedAt),
  };
}
