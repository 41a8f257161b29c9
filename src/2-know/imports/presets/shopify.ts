/** Shopify's exports of orders, customers and products (Help Center, "Exporting …"). A time there carries its offset. */
import type { Preset } from '../preset.ts';
import { readTables, type Table } from '../tables.ts';

const ORDERS: Table = {
  kind: 'orders',
  file: /order/i,
  columns: {
    order_number: 'Name',
    placed_at: 'Created at',
    paid_at: 'Paid at',
    completed_at: 'Fulfilled at',
    cancelled_at: 'Cancelled at',
    payment_state: 'Financial Status',
    fulfilment: 'Fulfillment Status',
    currency: 'Currency',
    email: 'Email',
    phone: ['Phone', 'Shipping Phone', 'Billing Phone'],
    name: ['Shipping Name', 'Billing Name'],
    company: ['Shipping Company', 'Billing Company'],
    address: ['Shipping Street', 'Shipping Address1', 'Billing Street'],
    city: ['Shipping City', 'Billing City'],
    postcode: ['Shipping Zip', 'Billing Zip'],
    province: ['Shipping Province', 'Billing Province'],
    country: ['Shipping Country', 'Billing Country'],
    note: 'Notes',
    title: 'Lineitem name',
    sku: 'Lineitem sku',
    quantity: 'Lineitem quantity',
    unit_price: 'Lineitem price',
    line_discount: 'Lineitem discount',
    shipping: 'Shipping',
    tax: 'Taxes',
    discount: 'Discount Amount',
    coupon: 'Discount Code',
    total: 'Total',
    payment_method: 'Payment Method',
    payment_id: ['Payment Reference', 'Payment ID'],
    refunded: 'Refunded Amount',
  },
  // `Discount Amount` holds what lines were discounted by too.
  amend: (values) => {
    const isTest = /bogus|test/i.test(values.payment_method ?? '');
    return { ...values, ...(isTest && { test: 'yes' }) };
  },
};

const CUSTOMERS: Table = {
  kind: 'customers',
  file: /customer/i,
  columns: {
    customer_id: 'Customer ID',
    email: 'Email',
    phone: ['Phone', 'Default Address Phone'],
    first_name: 'First Name',
    last_name: 'Last Name',
    company: ['Default Address Company', 'Company'],
    address: ['Default Address Address1', 'Address1'],
    city: ['Default Address City', 'City'],
    province: ['Default Address Province Code', 'Province'],
    country: ['Default Address Country Code', 'Country'],
    postcode: ['Default Address Zip', 'Zip'],
    email_consent: ['Accepts Email Marketing', 'Accepts Marketing'],
    sms_consent: 'Accepts SMS Marketing',
    note: 'Note',
    tags: 'Tags',
  },
};

const PRODUCTS: Table = {
  kind: 'products',
  file: /product/i,
  columns: {
    product_id: ['Handle', 'URL handle'],
    title: 'Title',
    text: ['Body (HTML)', 'Description'],
    brand: 'Vendor',
    category: ['Product Category', 'Product category', 'Type'],
    variant_title: ['Option1 Value', 'Option1 value'],
    sku: ['Variant SKU', 'SKU'],
    stock: ['Variant Inventory Qty', 'Inventory quantity'],
    price: ['Variant Price', 'Price'],
    compare_at: ['Variant Compare At Price', 'Compare-at price'],
    barcode: ['Variant Barcode', 'Barcode'],
    image: ['Image Src', 'Product image URL'],
    status: 'Status',
  },
};

const channel = {
  name: 'Shopify',
  platform: 'shopify',
  currency: 'USD',
  zone: 'America/New_York',
  country: 'US',
} as const;

const preset = (
  name: string,
  words: Preset['title'],
  tables: readonly Table[],
  takes: Preset['takes'],
): Preset => ({
  name,
  title: words,
  takes,
  channel,
  read: (path, into, options) => readTables(path, into, tables, options),
});

const alone = (table: Table): Table[] => {
  const { file: _, ...rest } = table;
  return [rest];
};
const FILE = { en: 'The file that Shopify sends you.', zh: 'Shopify 导出的文件。' };

export const shopify = [
  preset('shopify', { en: 'Shopify, all exports', zh: 'Shopify 全部导出' }, [PRODUCTS, CUSTOMERS, ORDERS], {
    en: 'A folder with orders_export.csv, customers_export.csv and products_export.csv, or some of them.',
    zh: '含 orders_export.csv、customers_export.csv、products_export.csv（可缺）的文件夹。',
  }),
  preset('shopify-orders', { en: 'Shopify orders', zh: 'Shopify 订单' }, alone(ORDERS), FILE),
  preset('shopify-customers', { en: 'Shopify customers', zh: 'Shopify 客户' }, alone(CUSTOMERS), FILE),
  preset('shopify-products', { en: 'Shopify products', zh: 'Shopify 商品' }, alone(PRODUCTS), FILE),
];
