/** A WeChat Official Account: its followers as identities, what they do there as events. */
import { createHash } from 'node:crypto';
import type { Connector } from '../../connector.ts';
import { callWechat } from './call-wechat.ts';
import { isGenuine, openEnvelope } from './envelope.ts';
import { heard, readFollowers } from './followers.ts';

export const wechat: Connector = {
  name: 'wechat',
  title: { en: 'WeChat Official Account', zh: '微信公众号' },
  platform: 'other',
  notes: [
    {
      en: 'Followers are known by openid, and by unionid if the account is bound to a WeChat open platform. Nicks and pictures are no longer given.',
      zh: '粉丝以 openid 识别；公众号绑定微信开放平台后可获得 unionid。微信已不再提供昵称和头像。',
    },
    {
      en: 'To follow is not to agree to marketing. Who unfollows is noted as having withdrawn it for WeChat.',
      zh: '关注不等于同意接收营销信息；取消关注会记为撤回微信营销授权。',
    },
    {
      en: 'Texts of messages are not kept: only that somebody wrote, and when.',
      zh: '不保存消息内容，仅记录有人发来消息及时间。',
    },
  ],
  fields: [
    { name: 'app_id', title: { en: 'AppID', zh: 'AppID（开发者 ID）' }, looks: /^wx[0-9a-f]{16}$/ },
    { name: 'app_secret', title: { en: 'AppSecret', zh: 'AppSecret（开发者密码）' }, secret: true },
    {
      name: 'token',
      title: { en: 'Token', zh: 'Token（令牌）' },
      hint: {
        en: 'Your own choice: the same as under 基本配置 → 服务器配置.',
        zh: '自行设定，须与公众平台“基本配置 → 服务器配置”中的一致。',
      },
      secret: true,
      looks: /^[A-Za-z0-9]{3,32}$/,
    },
    {
      name: 'aes_key',
      title: { en: 'EncodingAESKey', zh: 'EncodingAESKey（消息加解密密钥）' },
      hint: {
        en: 'If messages are encrypted (安全模式), which is to be preferred. Then nothing that is not encrypted is taken.',
        zh: '使用安全模式（推荐）时填写；填写后不再接收明文消息。',
      },
      secret: true,
      optional: true,
      looks: /^[A-Za-z0-9]{43}$/,
    },
    {
      name: 'gateway',
      title: { en: 'API address', zh: '接口地址' },
      hint: {
        en: 'Only where calls go through a host with an address that WeChat allows (IP 白名单).',
        zh: '仅在需通过 IP 白名单内的主机调用接口时填写。',
      },
      optional: true,
      looks: /^https?:\/\/[^\s/]{4,200}$/,
    },
  ],
  check: async (reach) => {
    await callWechat(reach, '/cgi-bin/user/get', {});
  },
  feeds: [
    {
      name: 'followers',
      title: { en: 'Followers', zh: '粉丝' },
      everySeconds: 86_400,
      read: readFollowers,
    },
  ],
  webhook: {
    isGenuine,
    // Asked again within seconds where we are slow, then perhaps under another nonce: the words are what stays.
    nameOf: ({ body }) => createHash('sha256').update(body).digest('hex'),
    topicOf: ({ query }) => (query.encrypt_type === 'aes' ? 'encrypted' : 'plain'),
    isIdle: ({ body }) => body.length === 0,
    read: async (delivery, reach) => {
      const message = openEnvelope(delivery, reach.settings);
      return message ? await heard(reach, message) : {};
    },
    answer: ({ query, body }) => ({
      type: 'text/plain; charset=utf-8',
      body: body.length === 0 ? (query.echostr ?? '').slice(0, 200) : 'success',
    }),
  },
  acts: {},
};
