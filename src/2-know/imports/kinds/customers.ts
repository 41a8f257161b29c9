/** Customers in rows, with what they agreed to: columns that nobody knows become traits of hers under their own name. */
import { createHash } from 'node:crypto';
import type { Choice } from '#know/consent';
import { channelCustomer } from '#know/orders';
import type { JsonObject } from '#platform/log';
import { instantIn } from '../instant-in.ts';
import type { Batch, ConsentSaid, Rejected, Told } from '../preset.ts';
import { type Field, type Filled, type Kind, refused, type Setting, type Values } from './kind.ts';
import { addressOf } from './order-of-rows.ts';
import { clean, yesIn } from './values.ts';

const AT_ONCE = 500;

const field = (name: string, en: string, zh: string, called: string): Field => ({
  name,
  title: { en, zh },
  called: called.split('|').filter((one) => one !== ''),
});

const CUSTOMER_FIELDS: readonly Field[] = [
  field(
    'customer_id',
    'Number of the customer',
    '客户编号',
    'customer id|id|member id|member no|klaviyo id|contact id|household id|会员号|会员编号|客户编号|会员id|会员卡号|买家会员名|买家昵称',
  ),
  field('user_id', 'User id', '用户 ID', 'user id|userid|external id|用户id|用户编号'),
  field('email', 'E-mail', '邮箱', 'email|e mail|email address|邮箱|电子邮箱|邮件|email地址'),
  field(
    'phone',
    'Phone',
    '手机',
    'phone|telephone|mobile|phone number|mobile phone|default address phone|手机|手机号|电话|联系电话|联系手机',
  ),
  field('name', 'Name', '姓名', 'name|full name|customer name|姓名|客户姓名|会员姓名|名字'),
  field('first_name', 'First name', '名', 'first name|given name|firstname|名'),
  field('last_name', 'Last name', '姓', 'last name|family name|surname|lastname|姓'),
  field('company', 'Company', '公司', 'company|organization|organisation|default address company|公司|单位'),
  field('gender', 'Gender', '性别', 'gender|sex|性别'),
  field('birthday', 'Birthday', '生日', 'birthday|birthdate|date of birth|生日|出生日期'),
  field('language', 'Language', '语言', 'language|locale|语言'),
  field(
    'country',
    'Country',
    '国家',
    'country|default address country code|default address country|country code|国家',
  ),
  field(
    'province',
    'Province',
    '省',
    'province|state|region|state region|default address province code|default address province|省|省份',
  ),
  field('city', 'City', '城市', 'city|default address city|customer city|城市|市'),
  field('district', 'District', '区县', 'district|county|区|区县'),
  field(
    'address',
    'Address',
    '地址',
    'address|address 1|address1|default address address1|street|地址|详细地址|收货地址',
  ),
  field(
    'postcode',
    'Postcode',
    '邮编',
    'postcode|zip|zip code|postal code|default address zip|customer zip code prefix|邮编|邮政编码',
  ),
  field(
    'created_at',
    'Customer since',
    '注册时间',
    'created at|profile created on|date added|date created|registered|registration date|customer since|注册时间|入会时间|创建时间|optin time',
  ),
  field('tags', 'Tags', '标签', 'tags|tag|labels|标签|客户标签|会员标签'),
  field('note', 'Note', '备注', 'note|notes|备注'),
  field(
    'email_consent',
    'E-mail: agreed',
    '邮件授权',
    'accepts email marketing|accepts marketing|email marketing consent|email status|email consent|subscribed|newsletter|邮件订阅|邮件授权',
  ),
  field(
    'email_consent_at',
    'E-mail: when',
    '邮件授权时间',
    'email marketing consent timestamp|email status date|email consent date|optin time|opt in time|accepts email marketing updated at|subscribe date',
  ),
  field(
    'email_confirmed_at',
    'E-mail: confirmed',
    '邮件确认时间',
    'confirm time|double opt in|double optin at|email confirmed at|confirmed at',
  ),
  field(
    'email_left_at',
    'E-mail: left',
    '邮件退订时间',
    'unsub time|unsubscribe date|unsubscribed at|email unsubscribed at',
  ),
  field(
    'email_suppressed',
    'E-mail: must not be written to',
    '邮件屏蔽',
    'email suppressions|suppressed|email suppressed|suppression|suppression reason|clean time|bounced',
  ),
  field(
    'sms_consent',
    'SMS: agreed',
    '短信授权',
    'accepts sms marketing|sms marketing consent|sms status|sms consent|短信订阅|短信授权',
  ),
  field(
    'sms_consent_at',
    'SMS: when',
    '短信授权时间',
    'sms marketing consent timestamp|sms status date|sms consent date',
  ),
];

export const customers: Kind = {
  name: 'customers',
  title: { en: 'Customers', zh: '客户' },
  fields: CUSTOMER_FIELDS,
  needed: ['customer_id', 'user_id', 'email', 'phone'],
  async *batches(rows, setting): AsyncGenerator<Batch> {
    let told: Told[] = [];
    let consents: ConsentSaid[][] = [];
    let suppressed: NonNullable<Batch['suppressed']>[number][] = [];
    let rejected: Rejected[] = [];
    let read = 0;
    const batch = (): Batch => ({ told, consents, suppressed, rejected, read: { customers: read } });
    for await (const row of rows) {
      read++;
      const found = customerOf(row, setting);
      if ('code' in found) rejected.push(found);
      else {
        told.push(found.told);
        consents.push(found.consents);
        suppressed.push(...found.suppressed);
      }
      if (read < AT_ONCE) continue;
      yield batch();
      [told, consents, suppressed, rejected, read] = [[], [], [], [], 0];
    }
    if (read > 0) yield batch();
  },
};

type Found = { told: Told; consents: ConsentSaid[]; suppressed: NonNullable<Batch['suppressed']>[number][] };

function customerOf(row: Filled, setting: Setting): Found | Rejected {
  const { values } = row;
  const { channel } = setting;
  const text = (name: string, longest = 200): string => clean(values[name], longest);
  const email = text('email', 320).toLowerCase();
  if (email !== '' && !/^[^@\s]+@[^@\s]+$/.test(email))
    return refused(row, 'import_address_invalid', 'email');
  const phone = text('phone', 40).replace(/^'/, '');
  const identifiers = [
    ...(text('user_id') ? [{ kind: 'user_id', value: text('user_id') }] : []),
    ...(text('customer_id') ? [channelCustomer(channel, text('customer_id').replace(/^'/, ''))] : []),
    ...(email ? [{ kind: 'email', value: email }] : []),
    ...(/\d{5}/.test(phone) ? [{ kind: 'phone', value: phone }] : []),
  ];
  if (identifiers.length === 0) return refused(row, 'import_value_missing', 'email');
  const at = instantIn(text('created_at'), channel.zone, setting.dayOrder);
  if (at === null && text('created_at') !== '') return refused(row, 'import_time_invalid', 'created_at');
  const traits = traitsOf(row, text);
  const messageId = `customer:${channel.channel_id}:${createHash('sha256')
    .update(JSON.stringify([identifiers, traits]))
    .digest('hex')
    .slice(0, 40)}`;
  const when = at ?? LONG_AGO;
  return {
    told: { identifiers, traits, event: null, at: when, messageId },
    consents: consentsOf(values, setting, row.file, when),
    suppressed: suppressedOf(values, email, row.file),
  };
}

/** Files that do not say since when: before anything that is dated. */
const LONG_AGO = new Date('2000-01-01T00:00:00Z');

function traitsOf({ values }: Filled, text: (name: string, longest?: number) => string): JsonObject {
  const address = addressOf(text);
  const name = text('name');
  const plain = {
    name,
    firstName: name ? '' : text('first_name'),
    lastName: name ? '' : text('last_name'),
    company: text('company'),
    gender: text('gender', 40),
    birthday: text('birthday', 40),
    language: text('language', 20),
    note: text('note', 2000),
  };
  const own = Object.entries(values).flatMap(([field, value]) =>
    field.startsWith('trait:') && value.trim() !== ''
      ? [[clean(field.slice(6), 100), clean(value, 1000)]]
      : [],
  );
  return {
    ...Object.fromEntries(own.slice(0, 60)),
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== '')),
    ...(Object.keys(address).length > 0 && { address }),
    ...(text('tags', 2000) && {
      tags: text('tags', 2000)
        .split(/[,;，；、]\s*/)
        .filter(Boolean)
        .slice(0, 50),
    }),
  };
}

/** `true`, `SUBSCRIBED`, `yes`; a state that nobody says is no consent. */
function stateIn(text: string): Choice['state'] | null {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (word === '') return null;
  if (['unsubscribed', 'optedout', 'opted_out', 'withdrawn', '退订', '已退订'].includes(word))
    return 'withdrawn';
  if (
    [
      'never_subscribed',
      'nonsubscribed',
      'non_subscribed',
      'not_subscribed',
      'pending',
      'pending_confirmation',
    ].includes(word)
  )
    return null;
  if (['subscribed', 'granted', 'opted_in', 'optedin', '已订阅', '订阅', '同意'].includes(word))
    return 'granted';
  const yes = yesIn(text);
  return yes === null ? null : yes ? 'granted' : 'denied';
}

function consentsOf(values: Values, setting: Setting, file: string, fallback: Date): ConsentSaid[] {
  const at = (name: string): Date | null =>
    instantIn((values[name] ?? '').trim(), setting.channel.zone, setting.dayOrder);
  const said: ConsentSaid[] = [];
  const add = (
    channel: 'email' | 'sms',
    state: Choice['state'],
    when: Date,
    method: Choice['method'],
  ): void => {
    said.push({
      purpose: 'marketing',
      channel,
      state,
      at: when,
      method,
      source: file,
      textVersion: null,
      textDigest: null,
      locale: null,
    });
  };
  const email = stateIn(values.email_consent ?? '');
  const confirmed = at('email_confirmed_at');
  if (email) add('email', email, at('email_consent_at') ?? fallback, 'import');
  if (confirmed && email !== 'denied') add('email', 'granted', confirmed, 'double_opt_in');
  const left = at('email_left_at');
  if (left) add('email', 'withdrawn', left, 'import');
  const sms = stateIn(values.sms_consent ?? '');
  if (sms) add('sms', sms, at('sms_consent_at') ?? fallback, 'import');
  return said;
}

function suppressedOf(values: Values, email: string, file: string): Found['suppressed'] {
  const reason = (values.email_suppressed ?? '').trim();
  if (email === '' || reason === '' || yesIn(reason) === false || reason === '[]') return [];
  const word = reason.toLowerCase();
  return [
    {
      kind: 'email',
      value: email,
      reason:
        word.includes('complain') || word.includes('spam')
          ? 'complained'
          : word.includes('unsub')
            ? 'unsubscribed'
            : 'bounced',
      source: file,
    },
  ];
}
