import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '../log/event.ts';
import { open } from './seal.ts';

// By the sealed bytes themselves, which several readers of one stretch of the log share: gone when they are.
const opened = new WeakMap<Buffer, JsonObject | null>();

/**
 * The JSON object sealed in an event; null where there is none, or no key for it any more. Opened once however many ask: nobody changes
 * what he gets.
 */
export function openPersonal(key: KeyObject | undefined, sealed: Buffer | null): JsonObject | null {
  if (!key || !sealed) return null;
  const known = opened.get(sealed);
  if (known !== undefined) return known;
  const plain = open(key, sealed);
  const personal = plain ? (JSON.parse(plain.toString()) as JsonObject) : null;
  opened.set(sealed, personal);
  return personal;
}
