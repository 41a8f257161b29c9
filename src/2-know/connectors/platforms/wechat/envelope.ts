/**
 * How WeChat signs what it pushes, and how it encrypts it in the mode it calls 安全模式. SHA-1 over the sorted token, timestamp, nonce (and
 * ciphertext); AES-256-CBC under the key that stands in the settings as 43 characters, padded to 32 bytes: 16 random bytes, the length,
 * the message, the account it is for.
 */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import type { Delivery } from '../../connector.ts';
import { readXml } from './xml.ts';

type Settings = Readonly<Record<string, string>>;

export const signatureOf = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const isEncrypted = ({ query }: Delivery): boolean => query.encrypt_type === 'aes';

export function isGenuine(delivery: Delivery, { token = '', aes_key = '' }: Settings): boolean {
  const { query, body } = delivery;
  const { timestamp = '', nonce = '', signature = '', msg_signature = '' } = query;
  if (token === '' || !/^\d{9,11}$/.test(timestamp)) return false;
  // Who chose the encrypted mode takes nothing that is not encrypted.
  if (body.length > 0 && aes_key !== '' && !isEncrypted(delivery)) return false;
  if (!isEncrypted(delivery) || body.length === 0)
    return isSame(signatureOf(token, timestamp, nonce), signature);
  const cipher = readXml(body.toString('utf8'))?.Encrypt ?? '';
  return cipher !== '' && isSame(signatureOf(token, timestamp, nonce, cipher), msg_signature);
}

/** Null: not for this account, or nothing that can be read. */
export function openEnvelope(delivery: Delivery, settings: Settings): Record<string, string> | null {
  const outer = readXml(delivery.body.toString('utf8'));
  if (!outer || !isEncrypted(delivery)) return outer;
  const text = decrypt(outer.Encrypt ?? '', settings);
  return text === null ? null : readXml(text);
}

function decrypt(cipher: string, { aes_key = '', app_id = '' }: Settings): string | null {
  const key = Buffer.from(`${aes_key}=`, 'base64');
  if (key.length !== 32) return null;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.concat([decipher.update(cipher, 'base64'), decipher.final()]);
    const pad = padded.at(-1) ?? 0;
    if (pad < 1 || pad > 32 || padded.length < 20 + pad) return null;
    const plain = padded.subarray(0, padded.length - pad);
    const end = 20 + plain.readUInt32BE(16);
    if (end > plain.length || plain.subarray(end).toString('utf8') !== app_id) return null;
    return plain.subarray(20, end).toString('utf8');
  } catch {
    return null;
  }
}
