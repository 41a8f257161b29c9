/**
 * Reads up to the end of the log, so that what was said a moment ago counts for what is decided now. The engine reads too; whoever comes
 * second waits for the other.
 */
import { deliverOnce } from '#platform/log';
import type { Platform } from '#platform/module';
import { recognising } from './recognise.ts';

const PAUSE_MS = 50;
/** Far behind after an import: what was asked for is done with what is known by then. */
const LONGEST_MS = 20_000;

export type ReadUpParts = Pick<Platform, 'database' | 'log' | 'vault' | 'settings'> & { pepper: Buffer };

/** False when the end was not reached in time. */
export async function readUp(parts: ReadUpParts, longestMs = LONGEST_MS): Promise<boolean> {
  const subscriber = recognising({ ...parts, region: parts.settings.SHOP_COUNTRY });
  const start = performance.now();
  while (performance.now() - start < longestMs) {
    const outcome = await deliverOnce(subscriber, parts);
    if (outcome === 'moved' || outcome === 'idle') return true;
    if (outcome === 'busy') await new Promise((next) => setTimeout(next, PAUSE_MS));
  }
  return false;
}
