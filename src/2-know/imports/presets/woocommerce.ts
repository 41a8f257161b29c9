/** WooCommerce: its own export of products, and orders and customers as the usual plugins write them (Advanced Order Export). */
import type { Preset } from '../preset.ts';
import { readTables, type Table } from '../tables.ts';

const ORDERS: Table = {
  kind: 'orders',
  guess: true,
  columns: {
    order_number: ['Order Number', 'Order ID', 'order_id', 'order_number'],
    state: ['Order Status', 'status', 'order_status'],
    placed_at: ['Order Date', 'date_created', 'order_date'],
    paid_at: ['Paid Date', 'date_paid'],
    completed_at: ['Completed Date', 'date_completed'],
    customer_id: ['Customer User ID', 'Customer ID', 'customer_id'],
    email: ['Email (Billing)', 'Billing Email', 'billing_email'],
    phone: ['Phone (Billing)', 'Billing Phone', 'billing_phone'],
    first_name: ['First Name (Billing)', 'Billing First Name', 'billing_first_name'],
    last_name: ['Last Name (Billing)', 'Billing Last Name', 'billing_last_name'],
    company: ['Company (Billing)', 'Billing Company', 'billing_company'],
    address: ['Address 1&2 (Shipping)', 'Address 1&2 (Billing)', 'Shipping Address 1', 'billing_address_1'],
    city: ['City (Shipping)', 'City (Billing)', 'Shipping City', 'billing_city'],
    province: ['State Code (Shipping)', 'State Code (Billing)', 'Shipping State', 'billing_state'],
    postcode: ['Postcode (Shipping)', 'Postcode (Billing)', 'Shipping Postcode', 'billing_postcode'],
    country: ['Country Code (Shipping)', 'Country Code (Billing)', 'Shipping Country', 'billing_country'],
    payment_method: ['Payment Method Title', 'payment_method_title'],
    payment_id: ['Transaction ID', 'transaction_id'],
    discount: ['Cart Discount Amount', 'discount_total', 'Discount Amount'],
    shipping: ['Order Shipping Amount', 'shipping_total'],
    refunded: ['Order Refund Amount', 'refunded_total'],
    total: ['Order Total Amount', 'order_total', 'total'],
    tax: ['Order Total Tax Amount', 'tax_total', 'total_tax'],
    sku: ['SKU', 'item_sku'],
    line_id: ['Item #', 'item_id'],
    title: ['Item Name', 'item_name'],
    quantity: ['Quantity (- Refund)', 'Quantity', 'item_quantity'],
    unit_price: ['Item Cost', 'item_price'],
    line_amount: ['Order Line Subtotal', 'Order Line Total', 'item_total'],
    coupon: ['Coupon Code', 'coupons'],
    note: ['Customer Note', 'customer_note'],
    currency: ['Order Currency', 'currency'],
  },
};

const CUSTOMERS: Table = {
  kind: 'customers',
  guess: true,
  columns: {
    customer_id: ['Customer ID', 'customer_id', 'ID', 'id'],
    email: ['Email', 'user_email', 'billing_email'],
    phone: ['billing_phone', 'Phone'],
    first_name: ['First Name', 'first_name', 'billing_first_name'],
    last_name: ['Last Name', 'last_name', 'billing_last_name'],
    created_at: ['Sign up', 'Date registered', 'user_registered', 'date_created'],
  },
};

/** Products by their SKU: a variation names its product by it, or as `id:123`. */
const productsTable = (bySku: Map<string, string>): Table => ({
  kind: 'products',
  columns: {
    product_id: 'ID',
    sku: 'SKU',
    title: 'Name',
    status: 'Published',
    text: ['Description', 'Short description'],
    stock: 'Stock',
    sale_price: 'Sale price',
    price: 'Regular price',
    category: 'Categories',
    brand: ['Brands', 'Brand'],
    image: 'Images',
    barcode: 'GTIN, UPC, EAN, or ISBN',
  },
  amend: (values, raw) => {
    const id = values.product_id ?? '';
    const parent = (raw.Parent ?? '').trim();
    if (parent === '') {
      if (values.sku) bySku.set(values.sku, id);
      // What is sold of a variable product are its variations.
      return raw.Type === 'variable' ? { ...values, sku: '', price: '' } : values;
    }
    const product = parent.startsWith('id:') ? parent.slice(3) : (bySku.get(parent) ?? parent);
    return { ...values, product_id: product, variant_id: id };
  },
});

const preset = (name: string, title: Preset['title'], table: () => Table): Preset => ({
  name,
  title,
  takes: { en: 'The file that was exported.', zh: '导出的文件。' },
  channel: {
    name: 'WooCommerce',
    platform: 'woocommerce',
    currency: 'USD',
    zone: 'America/New_York',
    country: 'US',
  },
  read: (path, channel, options) => readTables(path, channel, [table()], options),
});

export const woocommerce = [
  preset('woocommerce-orders', { en: 'WooCommerce orders', zh: 'WooCommerce 订单' }, () => ORDERS),
  preset('woocommerce-customers', { en: 'WooCommerce customers', zh: 'WooCommerce 客户' }, () => CUSTOMERS),
  preset('woocommerce-products', { en: 'WooCommerce products', zh: 'WooCommerce 商品' }, () =>
    productsTable(new Map()),
  ),
];
