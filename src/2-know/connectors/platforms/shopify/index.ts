/** Shopify: GraphQL Admin API (REST is legacy), apps of the Dev Dashboard by client credentials, webhooks, bulk operations. */
import { z } from 'zod';
import type { Connector } from '../../connector.ts';
import { acts } from './acts.ts';
import { graphql } from './client.ts';
import { customersFeed } from './customers.ts';
import { ordersFeed } from './orders.ts';
import { pixelOf } from './pixel.ts';
import { productsFeed } from './products.ts';
import { webhook } from './webhook.ts';

export const shopify: Connector = {
  name: 'shopify',
  title: { en: 'Shopify', zh: 'Shopify' },
  platform: 'shopify',
  notes: [
    {
      en: 'Make an app in the Dev Dashboard, install it in your shop, and copy its client ID and secret. Tokens in the admin (“custom apps”) are no longer given out.',
      zh: '请在 Dev Dashboard 创建应用并安装到店铺，再复制 Client ID 与密钥。后台“自定义应用”的令牌已不再发放。',
    },
    {
      en: 'Without the scope read_all_orders Shopify gives orders of the last 60 days only, and does not say so. Ask for it in the Dev Dashboard, or import older orders from a file.',
      zh: '未获得 read_all_orders 权限时，Shopify 只提供最近 60 天的订单，且不会提示。请在 Dev Dashboard 申请该权限，或用文件导入更早的订单。',
    },
    {
      en: 'Scopes: read_orders, read_all_orders, read_products, read_customers; to ask Shopify for things also write_orders, write_customers, write_discounts, write_merchant_managed_fulfillment_orders. Names and addresses need access to protected customer data.',
      zh: '权限：read_orders、read_all_orders、read_products、read_customers；如需向 Shopify 发起操作，另需 write_orders、write_customers、write_discounts、write_merchant_managed_fulfillment_orders。姓名与地址须申请受保护客户数据的访问权限。',
    },
    {
      en: 'Events of the checkout come by a custom pixel only: its text is on the page of the connection.',
      zh: '结账页事件只能通过自定义像素获取，代码见连接页面。',
    },
    {
      en: 'Webhooks are subscribed by Regulars, but for the three compliance topics: the page of the connection says what to enter where. Make an app of its own for each shop.',
      zh: 'Webhook 由 Regulars 自动订阅；三个合规主题须手动填写，填写位置与地址见连接页面。每家店铺请使用单独的应用。',
    },
  ],
  fields: [
    {
      name: 'shop',
      title: { en: 'Address of the shop', zh: '店铺地址' },
      hint: { en: 'The one that ends in .myshopify.com', zh: '以 .myshopify.com 结尾的地址' },
      looks: /^[a-z0-9][a-z0-9-]{0,80}\.myshopify\.com$/,
    },
    {
      name: 'client_id',
      title: { en: 'Client ID', zh: 'Client ID（客户端 ID）' },
      looks: /^[\w-]{8,100}$/,
    },
    {
      name: 'client_secret',
      title: { en: 'Client secret', zh: 'Client secret（客户端密钥）' },
      hint: {
        en: 'Also what Shopify signs its webhooks with.',
        zh: 'Shopify 也用它为 Webhook 签名。',
      },
      secret: true,
      looks: /^[\w-]{8,200}$/,
    },
  ],
  check: async (reach) => {
    await graphql(reach, z.object({ shop: z.object({ id: z.string() }) }), '{ shop { id } }');
  },
  feeds: [ordersFeed, productsFeed, customersFeed],
  webhook,
  acts,
  texts: ({ us }) => [
    {
      title: { en: 'Custom pixel: Settings, Customer events', zh: '自定义像素：设置 → 客户事件' },
      hint: {
        en: 'Put a browser key of one of your sources where it says WRITE_KEY.',
        zh: '请将 WRITE_KEY 替换为某个数据来源的浏览器密钥。',
      },
      text: pixelOf(us.replace(/\/$/, '')),
    },
  ],
};
