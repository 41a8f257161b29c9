/** Weibo: posts that name the shop's account. */
import type { Connector } from '../../connector.ts';
import { callWeibo } from './call-weibo.ts';
import { readMentions } from './mentions.ts';

export const weibo: Connector = {
  name: 'weibo',
  title: { en: 'Weibo', zh: '微博' },
  platform: 'other',
  notes: [
    {
      en: 'Posts that name (@) the account that gave the token. Weibo goes back some thousand posts, not for ever.',
      zh: '同步 @ 到授权账号的微博。微博仅提供最近的数千条，无法追溯全部历史。',
    },
    {
      en: 'Texts and authors are personal: they are sealed, and go when their author is erased.',
      zh: '微博正文与作者属于个人信息：加密保存，并随作者数据一并删除。',
    },
  ],
  fields: [
    {
      name: 'access_token',
      title: { en: 'Access token', zh: 'Access Token（授权令牌）' },
      hint: {
        en: 'What the shop’s account gave an app that may read mentions.',
        zh: '店铺微博账号授权给具备“@我的微博”读取权限应用的令牌。',
      },
      secret: true,
    },
    {
      name: 'gateway',
      title: { en: 'API address', zh: '接口地址' },
      hint: {
        en: 'Only for another host, such as https://c.api.weibo.com of the commercial API.',
        zh: '仅在使用其他主机（如商业接口 https://c.api.weibo.com）时填写。',
      },
      optional: true,
      looks: /^https?:\/\/[^\s/]{4,200}$/,
    },
  ],
  check: async (reach) => {
    await callWeibo(reach, '/2/statuses/mentions.json', { count: '1' });
  },
  feeds: [
    {
      name: 'mentions',
      title: { en: 'Mentions', zh: '提及' },
      everySeconds: 600,
      read: readMentions,
    },
  ],
  acts: {},
};
