/**
 * The signature of the Taobao Open Platform: names and values of all parameters, sorted by the bytes of their names, one after the other. MD5
 * takes the secret before and behind them, HMAC as its key. An empty value is not signed.
 */
import { createHash, createHmac } from 'node:crypto';

export type SignMethod = 'md5' | 'hmac' | 'hmac-sha256';

export function signTop(
  params: Readonly<Record<string, string>>,
  secret: string,
  method: SignMethod,
): string {
  const text = Object.keys(params)
    .filter((name) => name !== 'sign' && params[name] !== '')
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('');
  const digest =
    method === 'md5'
      ? createHash('md5').update(`${secret}${text}${secret}`, 'utf8')
      : createHmac(method === 'hmac' ? 'md5' : 'sha256', secret).update(text, 'utf8');
  return digest.digest('hex').toUpperCase();
}
