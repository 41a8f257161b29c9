/** Taobao and Tmall: one open platform (TOP), two names. Read only: what TOP lets a seller's app change needs permissions of its own. */
import type { Connector, Field, Words } from '../../connector.ts';
import { callTop } from './call-top.ts';
import { feeds } from './feeds.ts';

const FIELDS: readonly Field[] = [
  { name: 'app_key', title: { en: 'App Key', zh: 'App Key' }, looks: /^\d{4,20}$/ },
  { name: 'app_secret', title: { en: 'App Secret', zh: 'App Secret' }, secret: true },
  {
    name: 'session',
    title: { en: 'Session Key', zh: 'Session Key（授权令牌）' },
    hint: {
      en: 'The access token that the shop’s main account gave this app. It ends with the subscription and has to be given again.',
      zh: '店铺主账号授权给该应用的访问令牌（access_token）。到期后须重新授权并更新。',
    },
    secret: true,
  },
  {
    name: 'message_group',
    title: { en: 'Message group', zh: '消息分组' },
    hint: {
      en: '`default`, or the name of a group, if the app has the message service. Empty: orders are polled only.',
      zh: '已开通消息服务时填 default 或分组名称；留空则仅轮询订单。',
    },
    optional: true,
    looks: /^[\w-]{1,64}$/,
  },
  {
    name: 'gateway',
    title: { en: 'Gateway', zh: '网关地址' },
    hint: {
      en: 'Only where the app calls through a gateway of its own, as inside 聚石塔.',
      zh: '仅在应用使用专属网关（如聚石塔内）时填写。',
    },
    optional: true,
    looks: /^https?:\/\/[^\s]{4,200}$/,
  },
];

const NOTES: readonly Words[] = [
  {
    en: 'TOP gives orders of the last three months. Older ones come by the files of 千牛 (Imports).',
    zh: '开放平台仅提供近三个月的订单；更早的订单请通过千牛报表导入。',
  },
  {
    en: 'Names, phones and nicks are hidden by the platform. Buyers are known by their ouid, which is this app’s own.',
    zh: '平台对姓名、手机号和昵称做了脱敏。买家以 ouid 识别，且仅在该应用内有效。',
  },
  {
    en: 'Of a line that was refunded twice, TOP names the latest refund only.',
    zh: '同一子订单多次退款时，平台仅返回最近一笔退款。',
  },
];

const connector = (name: 'taobao' | 'tmall', title: Words): Connector => ({
  name,
  title,
  platform: name,
  notes: NOTES,
  fields: FIELDS,
  check: async (reach) => {
    await callTop(reach, 'taobao.user.seller.get', { fields: 'user_id' });
  },
  feeds,
  acts: {},
});

export const taobao = connector('taobao', { en: 'Taobao', zh: '淘宝' });
export const tmall = connector('tmall', { en: 'Tmall', zh: '天猫' });
