/**
 * Webhooks: a signed POST of JSON to an address that somebody typed. At least once, under an id that stays the same, so that receivers can
 * tell repetitions; every answer but 2xx is tried again, except 410, by which a receiver says that it is gone.
 */
import type { Clock } from '../clock/index.ts';
import { type Egress, EgressFailure, SIGNATURE_HEADER, signature } from '../egress/index.ts';
import { Problem } from '../errors/index.ts';
import type { OutboxHandler } from './index.ts';
import { Undelivered } from './undelivered.ts';

/** Put with the URL's host as `destination`. `body`: the JSON text that is signed and sent. */
export type WebhookPayload = { url: string; secret: string; body: string };

export const WEBHOOK = 'webhook';
const TIMEOUT_MS = 10_000;

export const webhookHandler = ({ egress, clock }: { egress: Egress; clock: Clock }): OutboxHandler => ({
  kind: WEBHOOK,
  atLeastOnce: true,
  needsPublicUrl: false,
  lanes: 2,
  send: async ({ key, payload }) => {
    const { url, secret, body } = payload as WebhookPayload;
    const headers = {
      'content-type': 'application/json',
      'regulars-delivery': key,
      [SIGNATURE_HEADER]: signature(secret, body, clock.now()),
    };
    const { status, retryAfterMs } = await egress
      .request(url, { method: 'POST', headers, body, timeoutMs: TIMEOUT_MS })
      .catch(explain);
    if (status >= 200 && status < 300) return;
    throw new Undelivered(`HTTP ${status}`, { again: status !== 410, retryAfterMs });
  },
});

function explain(error: unknown): never {
  if (error instanceof EgressFailure && error.arrived === 'no')
    throw new Undelivered(error.message, { again: true });
  if (error instanceof Problem) throw new Undelivered(error.code, { again: error.code === 'egress_off' });
  throw error;
}
