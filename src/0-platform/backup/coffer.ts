/**
 * What stands between us and a target: everything is compressed (Zstandard with its checksum) and, where the owner gave a key, sealed
 * under it (AES-256-GCM, bound to the object's name, so that one cannot be put in another's place).
 *
 * A backup holds the keys of customers. The owner's key is hers alone: we keep it nowhere but in the settings she starts us with. A target
 * begun with a key takes nothing without it, and one begun without takes nothing with it. docs/adr/0040-backups.md
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { z } from 'zod';
import { Problem } from '../errors/index.ts';
import { sha256 } from './target/folder.ts';
import type { BackupTarget } from './target/target.ts';

export type Stored = { sha256: string; bytes: number };

export type Coffer = {
  target: BackupTarget;
  sealed: boolean;
  /** Compresses, seals, stores. What comes back describes the object as it is stored. */
  put(name: string, body: Buffer): Promise<Stored>;
  /** Throws `backup_damaged` where it is absent, is not what `digest` says, or does not open. */
  get(name: string, digest?: string): Promise<Buffer>;
};

const KEY_FILE = 'key.json';
const keyFile = z.object({
  kdf: z.literal('scrypt'),
  cost: z.number().int(),
  salt: z.string(),
  check: z.string(),
});
const COST = 2 ** 15;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };
/** Objects are cut at 16 MB before they are compressed; nothing of ours unfolds to more than this. */
const MOST_UNFOLDED = 256 * 2 ** 20;

/** `forWriting`: begins the target where it is empty. Throws `backup_key_missing`, `backup_key_wrong`, `backup_not_sealed`. */
export async function openCoffer(
  target: BackupTarget,
  secret: string | undefined,
  forWriting: boolean,
): Promise<Coffer> {
  const kept = await target.get(KEY_FILE);
  if (kept) return cofferOf(target, await unlock(kept, secret));
  if (!secret) return cofferOf(target, null);
  const begun = (await target.list('manifest/')).length > 0 || !forWriting;
  if (begun) throw new Problem('backup_not_sealed', { params: { place: target.place } });
  const salt = randomBytes(16);
  const key = await keyFrom(secret, salt, COST);
  const made = {
    kdf: 'scrypt',
    cost: COST,
    salt: salt.toString('base64'),
    check: checkOf(key).toString('base64'),
  };
  await target.put(KEY_FILE, Buffer.from(JSON.stringify(made)));
  return cofferOf(target, key);
}

async function unlock(kept: Buffer, secret: string | undefined): Promise<KeyObject> {
  if (!secret) throw new Problem('backup_key_missing');
  const parsed = keyFile.safeParse(parse(kept));
  if (!parsed.success) throw new Problem('backup_damaged', { params: { name: KEY_FILE } });
  const { salt, cost, check } = parsed.data;
  // A cost that somebody raised would hold us up for ever.
  if (cost !== COST) throw new Problem('backup_damaged', { params: { name: KEY_FILE } });
  const key = await keyFrom(secret, Buffer.from(salt, 'base64'), cost);
  const expected = Buffer.from(check, 'base64');
  const found = checkOf(key);
  if (expected.length !== found.length || !timingSafeEqual(expected, found))
    throw new Problem('backup_key_wrong');
  return key;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const keyFrom = (secret: string, salt: Buffer, cost: number): Promise<KeyObject> =>
  new Promise((done, failed) => {
    scrypt(secret, salt, 32, { N: cost, r: 8, p: 1, maxmem: 128 * cost * 8 * 2 }, (error, root) => {
      if (error) failed(error);
      else done(createSecretKey(Buffer.from(hkdfSync('sha256', root, salt, 'regulars backup', 32))));
    });
  });

const checkOf = (key: KeyObject): Buffer => createHmac('sha256', key).update('regulars backup key').digest();

function cofferOf(target: BackupTarget, key: KeyObject | null): Coffer {
  return {
    target,
    sealed: key !== null,
    async put(name, body) {
      const packed = await compress(body, LEVEL);
      const bytes = key ? seal(key, name, packed) : packed;
      await target.put(name, bytes);
      return { sha256: sha256(bytes), bytes: bytes.length };
    },
    async get(name, digest) {
      const bytes = await target.get(name);
      const damaged = (cause?: unknown): Problem =>
        new Problem('backup_damaged', { params: { name }, cause });
      if (!bytes || (digest !== undefined && sha256(bytes) !== digest)) throw damaged();
      try {
        return await decompress(key ? open(key, name, bytes) : bytes, { maxOutputLength: MOST_UNFOLDED });
      } catch (error) {
        throw damaged(error);
      }
    },
  };
}

const NONCE = 12;
const TAG = 16;

function seal(key: KeyObject, name: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

function open(key: KeyObject, name: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE)).setAAD(Buffer.from(name));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const body = decipher.update(sealed.subarray(NONCE, sealed.length - TAG));
  return Buffer.concat([body, decipher.final()]);
}
