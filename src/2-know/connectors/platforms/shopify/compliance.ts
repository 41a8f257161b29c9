/**
 * The three topics that the law asks for. Shopify takes their address from the app's own configuration alone ("Privacy law compliance",
 * shopify.dev): `webhookSubscriptionCreate` has no such topics, so people enter it.
 */
import type { ByHand } from '../../connector.ts';
import { VERSION } from './client.ts';

const FIELDS = [
  { topic: 'customers/data_request', title: { en: 'A customer asks for her data', zh: '客户索取个人数据' } },
  { topic: 'customers/redact', title: { en: 'A customer is to be erased', zh: '删除客户数据' } },
  { topic: 'shop/redact', title: { en: 'The app was taken away', zh: '卸载应用后删除店铺数据' } },
] as const;

export const COMPLIANCE_TOPICS = FIELDS.map(({ topic }) => topic);

export const complianceByHand: ByHand = {
  where: {
    en: 'The three compliance topics cannot be subscribed by a program. In the Dev Dashboard, open your app, make a new version, enter this address for each of the three under its compliance webhooks, and release it. An app has only one such address: make an app of its own for each shop.',
    zh: '三个合规主题无法由程序订阅。请在 Dev Dashboard 中打开应用，创建新版本，在合规 Webhook 中为以下三项填写同一地址，然后发布该版本。每个应用只能填写一个地址，因此每家店铺请使用单独的应用。',
  },
  fields: FIELDS,
  file: (address) => ({
    title: {
      en: 'Or, where the app is kept with Shopify CLI: shopify.app.toml, then shopify app deploy',
      zh: '如用 Shopify CLI 管理应用：写入 shopify.app.toml，再运行 shopify app deploy',
    },
    text: `[webhooks]
api_version = "${VERSION}"

  [[webhooks.subscriptions]]
  compliance_topics = [${FIELDS.map(({ topic }) => `"${topic}"`).join(', ')}]
  uri = "${address}"
`,
  }),
};
