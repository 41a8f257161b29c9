/** WooCommerce: REST API v3 and webhooks of the shop's own WordPress. */

import type { Connector } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { acts } from './acts.ts';
import { ask } from './client.ts';
import { customersFeed, ordersFeed, productsFeed } from './feeds.ts';
import { webhook } from './webhook.ts';

export const woocommerce: Connector = {
  name: 'woocommerce',
  title: { en: 'WooCommerce', zh: 'WooCommerce' },
  platform: 'woocommerce',
  notes: [
    {
      en: 'Make a key under WooCommerce, Settings, Advanced, REST API, with read and write.',
      zh: '请在 WooCommerce → 设置 → 高级 → REST API 中创建密钥，权限选“读取/写入”。',
    },
    {
      en: 'It needs WooCommerce 5.8 or newer, permalinks other than “plain”, and https.',
      zh: '需要 WooCommerce 5.8 或更高版本、非“朴素”的固定链接结构，以及 https。',
    },
    {
      en: 'Webhooks are subscribed by Regulars, and switched on again where WooCommerce switched them off after five failures; the feed makes good what was lost.',
      zh: 'Webhook 由 Regulars 自动订阅；连续失败五次被 WooCommerce 停用后会自动重新启用，遗漏的内容由定期读取补齐。',
    },
    {
      en: 'WooCommerce keeps no consent to marketing: that comes from your forms.',
      zh: 'WooCommerce 不记录营销授权，授权来自您自己的表单。',
    },
  ],
  fields: [
    {
      name: 'url',
      title: { en: 'Address of the shop', zh: '店铺网址' },
      hint: { en: 'https://shop.example.com', zh: '例如 https://shop.example.com' },
      looks: /^https:\/\/[a-z0-9.-]+(\/[\w./-]*)?$/i,
    },
    {
      name: 'consumer_key',
      title: { en: 'Consumer key', zh: '用户密钥（Consumer key）' },
      looks: /^ck_\w{10,100}$/,
    },
    {
      name: 'consumer_secret',
      title: { en: 'Consumer secret', zh: '用户机密（Consumer secret）' },
      secret: true,
      looks: /^cs_\w{10,100}$/,
    },
    {
      name: 'webhook_secret',
      title: { en: 'Secret of the webhooks', zh: 'Webhook 密钥' },
      hint: {
        en: 'Leave it empty: one is made up. Only if you enter webhooks by hand, choose one and enter the same in each.',
        zh: '可留空，由系统生成。仅在手动添加 Webhook 时自行设定，并在每个 Webhook 中填写同一密钥。',
      },
      secret: true,
      optional: true,
      made: true,
      looks: /^\S{16,200}$/,
    },
  ],
  check: async (reach) => {
    const { status } = await ask(reach, 'GET', 'orders?per_page=1');
    if (status >= 400) throw new Unreachable('connector_refused', `HTTP ${status}`);
  },
  feeds: [ordersFeed, productsFeed, customersFeed],
  webhook,
  acts,
};
