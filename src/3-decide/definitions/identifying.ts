/**
 * What definitions may be asked about and the lake may hold in clear of what was said of somebody, and what not (ADR 0003, ADR 0073). Names of
 * traits and attributes that identify are listed here with their reasons; of every other name, a value counts only if it is of few words and
 * could not lead to anybody. Protected unless it is plainly a label: a name listed needlessly costs a filter, one that is missing costs a secret.
 *
 * Pure. The live engine, the query and the referee all get what is left after this, so they cannot differ over it.
 */
import { BoundedMap } from '#platform/bounded';
import type { Json } from '#platform/log';

const POST = 'leads to her by post, by mail or by telephone';
const CALLED = 'is how she is called';
const LITTLE = 'tells her from everybody else together with very little';
const IDS = 'is an id of hers, of her browser or of her device';
const PAPERS = 'stands on a document, a contract or an account';
const SEEN = 'is a picture of her or a page about her';
const FREE = 'is free text, in which anything may stand';

/** Words of a name, each by itself: `home_tel`, `homeTel`, `Home tel`. */
const WORDS: readonly (readonly [reason: string, words: string])[] = [
  [
    POST,
    'mail mails tel phone phones phoneno telephone mobile cell landline fax contact recipient skype signal',
  ],
  [
    POST,
    'street road house apartment apt flat suite building room floor zip postal suburb neighborhood neighbourhood district',
  ],
  [POST, 'location lat lng lon geo gps coordinates'],
  [CALLED, 'name names surname forename initials alias called salutation spouse'],
  [CALLED, 'company employer organisation organization firm'],
  [LITTLE, 'dob bday born'],
  [IDS, 'id ids uid uuid guid login handle token cookie session hash digest fingerprint'],
  [IDS, 'ip ipv ua agent imei imsi idfa idfv gaid aaid oaid mac'],
  [IDS, 'twitter weibo qq tiktok douyin linkedin github vk kakao zalo'],
  [PAPERS, 'ssn nin nino tin vat nif cpf cnpj dni curp aadhaar nric licence license plate'],
  [PAPERS, 'iban bic swift card pan cvv bank alipay paypal pin secret'],
  [SEEN, 'avatar photo picture image selfie url link website homepage'],
  [FREE, 'note notes comment comments remark remarks description bio about message text memo'],
];

/** Wherever they stand in a name, also where words are written together: `customeremail`, `shippingaddress2`, 收货地址. */
const PARTS: readonly (readonly [reason: string, parts: string])[] = [
  [
    POST,
    'email phonenumber mobilep cellp homephone workphone address postcode zipcode latitude longitude whatsapp telegram',
  ],
  [POST, '邮箱 邮件 电邮 手机 电话 传真 联系方式 地址 住址 街道 门牌 小区 邮编 邮政编码 经度 纬度 位置'],
  [CALLED, 'firstname lastname fullname middlename nickname givenname familyname displayname'],
  [CALLED, '姓名 名字 名称 昵称 称呼 姓氏 公司'],
  [LITTLE, 'birth 生日 出生 诞辰'],
  [IDS, 'userid customerid memberid clientid deviceid openid unionid externalid username useragent ipaddr'],
  [IDS, 'wechat weixin facebook instagram 微信 微博 旺旺 抖音 小红书'],
  [IDS, '账号 帐号 账户 编号 号码 用户名 设备号 设备标识'],
  [PAPERS, 'passport creditcard accountnumber taxnumber password'],
  [PAPERS, '身份证 证件 护照 驾照 车牌 社保 银行 卡号 支付宝 密码'],
  [SEEN, '头像 照片 主页 网址 链接'],
  [FREE, '备注 留言 说明 描述 简介'],
];

/** A number of a member, a document, a contract; not a number of pets. */
const AT_THE_END: ReadonlySet<string> = new Set(['number', 'numbers', 'no', 'nr', 'num']);
/** Of an address these are coarse enough: thousands live there. */
const COARSE: ReadonlySet<string> = new Set(['city', 'province', 'state', 'region', 'country', 'continent']);

const listed = (lists: readonly (readonly [string, string])[]): string[] =>
  lists.flatMap(([, words]) => words.split(' '));
const words = new Set(listed(WORDS));
const parts = listed(PARTS);

/** A shop has few names and says them all the time. */
const judged = new BoundedMap<string, boolean>(5000);

/** Whether a trait or attribute of this name may not be asked about and never stands in the lake. */
export function identifies(name: string): boolean {
  if (name.length > 64) return true;
  const known = judged.get(name);
  if (known !== undefined) return known;
  const answer = judge(name);
  judged.set(name, answer);
  return answer;
}

function judge(name: string): boolean {
  if (!isPlainName(name)) return true;
  const all = wordsOf(name);
  const own = COARSE.has(all.at(-1) ?? '') ? all.filter((word) => word !== 'address') : all;
  if (AT_THE_END.has(own.at(-1) ?? '') || own.some((word) => words.has(word))) return true;
  const together = own.join('');
  return parts.some((part) => together.includes(part));
}

/** Names are themselves text that a sender chose: none that is longer or stranger than a name is, no long number in it. */
const isPlainName = (name: string): boolean =>
  /^[\p{L}_$][\p{L}\p{M}\w $.:/()-]*$/u.test(name) && !/\d{5}/.test(name);

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1$3 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .map((word) => word.replace(/\d+$/, ''))
    .filter(Boolean);

const LONGEST = 64;
const MOST_IN_LIST = 50;
/** The same bound as for numbers of the log (ADR 0003): a longer one may be a telephone. */
const LONG_NUMBER = 10_000_000;

/** What of a value may be known: itself, of a list what remains; null, as if nothing had been said, for everything else. */
export function clearValue(value: Json | undefined): Json {
  if (!Array.isArray(value)) return isLabel(value) ? (value as Json) : null;
  return value.slice(0, MOST_IN_LIST).filter((one) => isLabel(one));
}

function isLabel(value: Json | undefined): boolean {
  if (typeof value === 'boolean') return true;
  if (typeof value === 'number') return Math.abs(value) < LONG_NUMBER;
  return typeof value === 'string' && value.length <= LONGEST && !leadsToSomebody(value);
}

const DATE =
  /^(\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/;

/** An e-mail, a telephone, a number of a card or of a document, an IP, an address of the web, an id that a machine made. */
function leadsToSomebody(text: string): boolean {
  const plain = text.normalize('NFKC').trim();
  if (/@|:\/\//.test(plain)) return true;
  if (DATE.test(plain)) return false;
  // Seven digits, however they are divided.
  if (/(\d[\s().+\p{Pd}/]*){7}/u.test(plain)) return true;
  if (/^(\d{1,3}\.){3}\d{1,3}$/.test(plain) || /^[\da-f]*:[\da-f:]*:[\da-f:.]*$/i.test(plain)) return true;
  return plain.split(/\s+/).some((word) => word.length >= 16 && /\d/.test(word) && /[a-z]/i.test(word));
}
