import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '../log/index.ts';
import { open } from './seal.ts';

// On the sealed bytes themselves, which several readers of one stretch of the log share: gone when they are. (A WeakMap of so many costs the
// garbage collector more than opening them again does.)
const OPENED = Symbol('opened');
type Sealed = Buffer & { [OPENED]?: JsonObject | null };

/**
 * The JSON object sealed in an event; null where there is none, or no key for it any more. Opened once however many ask: nobody changes
 * what he gets.
 */
export function openPersonal(key: KeyObject | undefined, sealed: Sealed | null): JsonObject | null {
  if (!key || !sealed) return null;
  if (sealed[OPENED] !== undefined) return sealed[OPENED];
  const plain = open(key, sealed);
  const personal = plain ? (JSON.parse(plain.toString()) as JsonObject) : null;
  sealed[OPENED] = personal;
  return personal;
}
