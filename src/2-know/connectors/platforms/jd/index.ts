/** JD: a shop of a third party (POP) on the open platform JOS. Read only. */
import type { Connector } from '../../connector.ts';
import { anyOrder, feeds } from './feeds.ts';
import { cancelRefundsWhere } from './whole-orders.ts';

export const jd: Connector = {
  name: 'jd',
  title: { en: 'JD', zh: '京东' },
  platform: 'jd',
  notes: [
    {
      en: 'For shops of third parties (POP). JD gives orders of the last three months; older ones come by file (Imports).',
      zh: '适用于京东 POP 店铺。平台仅提供近三个月的订单；更早的订单请通过文件导入。',
    },
    {
      en: 'Names, phones and addresses are hidden or sealed by JD. Buyers are known by open_id_buyer, which is this app’s own.',
      zh: '京东对姓名、手机号和地址做了脱敏或加密。买家以 open_id_buyer 识别，且仅在该应用内有效。',
    },
    {
      en: 'JD says when a refund after sale was let pass, and when the money was back; one that takes longer than ten days is found only when its order changes.',
      zh: '售后退款按审核时间查询；审核通过十天后才到账的退款，要到订单再次变化时才会同步。',
    },
    {
      en: 'JD pushes no messages to this connector: orders are polled every five minutes.',
      zh: '此连接器不接收京东推送消息，订单每五分钟轮询一次。',
    },
  ],
  fields: [
    { name: 'app_key', title: { en: 'App Key', zh: 'App Key' }, looks: /^\w{8,64}$/ },
    { name: 'app_secret', title: { en: 'App Secret', zh: 'App Secret' }, secret: true },
    {
      name: 'access_token',
      title: { en: 'Access token', zh: 'Access Token（授权令牌）' },
      hint: {
        en: 'What the shop’s main account gave this app. It ends after a while and has to be given again.',
        zh: '店铺主账号授权给该应用的访问令牌。到期后须重新授权并更新。',
      },
      secret: true,
    },
    {
      name: 'gateway',
      title: { en: 'Gateway', zh: '网关地址' },
      hint: {
        en: 'Only where the app calls through a gateway of its own, as inside 云鼎.',
        zh: '仅在应用使用专属网关（如云鼎内）时填写。',
      },
      optional: true,
      looks: /^https?:\/\/[^\s]{4,200}$/,
    },
  ],
  check: async (reach) => {
    await anyOrder(reach);
    await cancelRefundsWhere(reach, { orderId: '1' }, 1);
  },
  feeds,
  acts: {},
};
