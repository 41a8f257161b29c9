/** Products in rows: a variant in each. What is said of the product stands in all of its rows or in the first. */
import type { ProductRecord, VariantRecord } from '#know/catalog';
import { instantIn } from '../instant-in.ts';
import type { Batch, Rejected } from '../preset.ts';
import { type Field, type Filled, type Kind, refused, type Setting, type Values } from './kind.ts';
import { clean, decimalIn, wholeIn } from './values.ts';

const AT_ONCE = 500;

const field = (name: string, en: string, zh: string, called: string): Field => ({
  name,
  title: { en, zh },
  called: called.split('|').filter((one) => one !== ''),
});

const PRODUCT_FIELDS: readonly Field[] = [
  field(
    'product_id',
    'Product',
    '商品 ID',
    'product id|handle|id|parent|item id|商品id|商品编号|宝贝id|数字id|宝贝数字id',
  ),
  field('variant_id', 'Variant', '规格 ID', 'variant id|sku id|skuid|规格id'),
  field(
    'sku',
    'SKU',
    '商家编码',
    'sku|variant sku|stock code|article|item code|商家编码|货号|外部编码|商品编码',
  ),
  field(
    'title',
    'Title',
    '商品名称',
    'title|name|product name|product title|description|product type|商品名称|宝贝名称|宝贝标题|标题|品名|商品标题',
  ),
  field(
    'variant_title',
    'Name of the variant',
    '规格名称',
    'variant title|variant|option1 value|规格|规格名称|销售属性',
  ),
  field(
    'category',
    'Category',
    '类目',
    'category|categories|product category|type|department|product category name|类目|分类|商品分类|宝贝类目',
  ),
  field('brand', 'Brand', '品牌', 'brand|brands|vendor|manufacturer|品牌'),
  field('supplier', 'Supplier', '供应商', 'supplier|manufacturer id|供应商|厂家'),
  field(
    'price',
    'Price',
    '价格',
    'price|variant price|regular price|unit price|selling price|价格|售价|一口价|销售价|京东价',
  ),
  field('sale_price', 'Sale price', '促销价', 'sale price|促销价|活动价'),
  field(
    'compare_at',
    'Price before',
    '划线价',
    'compare at price|variant compare at price|list price|msrp|市场价|划线价|原价',
  ),
  field(
    'stock',
    'Stock',
    '库存',
    'stock|inventory|variant inventory qty|quantity|available|库存|宝贝数量|可用库存|数量',
  ),
  field('warehouse', 'Warehouse', '仓库', 'warehouse|location|仓库|仓库名称'),
  field('barcode', 'Barcode', '条码', 'barcode|variant barcode|ean|upc|gtin|条码|商品条码'),
  field('status', 'State', '状态', 'status|published|state|状态|上架状态'),
  field('text', 'Description', '描述', 'body html|short description|long description|描述|宝贝描述|商品描述'),
  field('image', 'Picture', '图片', 'image|images|image src|picture|图片|主图|新图片'),
  field('url', 'Address', '链接', 'url|link|product url|链接|商品链接'),
  field('updated_at', 'Changed at', '更新时间', 'updated at|modified at|date modified|更新时间|修改时间'),
];

export const products: Kind = {
  name: 'products',
  title: { en: 'Products', zh: '商品' },
  fields: PRODUCT_FIELDS,
  needed: ['product_id', 'sku', 'variant_id', 'title'],
  async *batches(rows, setting): AsyncGenerator<Batch> {
    const gathered = new Map<string, Filled[]>();
    const rejected: Rejected[] = [];
    for await (const row of rows) {
      const { product_id: product, sku, variant_id: variant, title } = row.values;
      const key = product || sku || variant || title || '';
      if (key === '') rejected.push(refused(row, 'import_value_missing', 'product_id'));
      else gathered.set(key, [...(gathered.get(key) ?? []), row]);
    }
    if (rejected.length > 0) yield { read: { products: rejected.length }, rejected };
    const all = [...gathered];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const part = all.slice(at, at + AT_ONCE);
      yield {
        products: part.map(([key, own]) =>
          productOf(
            key,
            own.map(({ values }) => values),
            setting,
          ),
        ),
        read: { products: part.length },
      };
    }
  },
};

/** Files seldom say when something changed: then it is older than whatever a feed says. */
const LONG_AGO = new Date('2000-01-01T00:00:00Z');

function productOf(key: string, rows: readonly Values[], setting: Setting): ProductRecord {
  const said = (name: string): string =>
    rows.map((values) => values[name] ?? '').find((value) => value !== '') ?? '';
  const ways = said('category').split(/,(?![^(]*\))/)[0] ?? '';
  const variants = rows.filter(
    (values) => rows.length === 1 || values.sku || values.variant_id || values.price || values.variant_title,
  );
  return {
    platformId: clean(key, 128),
    title: clean(said('title'), 500),
    kind: 'goods',
    status: statusIn(said('status')),
    description:
      clean(
        said('text')
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' '),
        20_000,
      ) || null,
    brand: clean(said('brand'), 120) || null,
    supplier: clean(said('supplier'), 120) || null,
    category: ways
      .split(ways.includes('›') ? /\s*›\s*/ : /\s*[>»/\\]\s*/)
      .map((name) => clean(name, 120))
      .filter((name) => name !== ''),
    images: [...new Set(rows.flatMap(({ image = '' }) => image.split(/[,;|\s]+/)))].filter((url) =>
      /^https?:\/\//.test(url),
    ),
    attributes: {},
    variants: variants.map((values, index) => variantOf(key, values, index, setting)),
    version: instantIn(said('updated_at'), setting.channel.zone, setting.dayOrder) ?? LONG_AGO,
  };
}

function variantOf(key: string, values: Values, index: number, { channel }: Setting): VariantRecord {
  const text = (name: string): string => clean(values[name], 500);
  const sku = clean(values.sku, 128);
  const [price, sale, before] = ['price', 'sale_price', 'compare_at'].map((name) => decimalIn(text(name)));
  const stock = wholeIn(text('stock'));
  const amount = sale ?? price ?? null;
  return {
    platformId:
      clean(values.variant_id, 128) ||
      sku ||
      (index === 0 ? key.slice(0, 128) : `${key.slice(0, 100)}#${index}`),
    sku: sku || null,
    title: text('variant_title'),
    barcode: text('barcode') || null,
    options: {},
    price:
      amount === null
        ? null
        : { amount, compareAt: before ?? (sale ? (price ?? null) : null), currency: channel.currency },
    stock: stock === null ? [] : [{ warehouse: text('warehouse') || '-', quantity: stock }],
    url: /^https?:\/\//.test(text('url')) ? text('url') : null,
  };
}

function statusIn(text: string): ProductRecord['status'] {
  const word = text.trim().toLowerCase();
  if (['draft', 'false', '0', '-1', '草稿', '仓库中', '未上架'].includes(word)) return 'draft';
  return ['archived', '已下架', '下架', 'deleted'].includes(word) ? 'archived' : 'active';
}
