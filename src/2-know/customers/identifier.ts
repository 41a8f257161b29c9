/**
 * What a sender calls somebody. A `user_id` is the shop's own word: it counts only when a server key sends it or a signed token vouches
 * for it. What a browser says of itself is a `claimed_user_id`: anybody can claim anything in his browser, so it never leads to
 * the known customer (SECURITY.md T23).
 *
 * In the database an identifier stands as a keyed digest only: HMAC-SHA256 under the installation's pepper, first 128 bits.
 */
import { keyedUuid } from '#platform/vault';

/** `user_id`, `anonymous_id`, `claimed_user_id`, `email`, `phone`, and whatever a platform has: `wechat_openid`, `taobao_ouid`, `jd_pin` … */
export type Identifier = { kind: string; value: string };

export type Digest = string;

export const digestOf = (pepper: Buffer, { kind, value }: Identifier): Digest =>
  keyedUuid(pepper, `${kind}\0${value}`);

/** Placeholders that programs write where a value is missing (Segment's list, and what Chinese exports add to it). */
const NOBODY = new Set([
  '-1',
  'null',
  '(null)',
  'nil',
  'none',
  'nan',
  'n/a',
  'na',
  'undefined',
  '[object object]',
  'unknown',
  'anonymous',
  'guest',
  'true',
  'false',
  'test',
  '匿名',
  '匿名用户',
  '匿名买家',
  '游客',
  '未知',
  '无',
]);

export const namesNobody = (value: string): boolean => {
  const small = value.trim().toLowerCase();
  return /^[0-]*$/.test(small) || NOBODY.has(small);
};
