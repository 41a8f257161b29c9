import type { Clock } from '../clock/index.ts';
import type { Vault } from '../vault/index.ts';
import type { Outbox } from './index.ts';
import { sealPayload } from './sealing.ts';
import { insertMessage } from './store.ts';

export const createOutbox = ({ vault, clock }: { vault: Vault; clock: Clock }): Outbox => ({
  put: async (tx, { kind, key, payload, customer = null, destination = '' }) => {
    const sealed = await sealPayload(tx, vault, customer, payload);
    return await insertMessage(tx, { kind, key, customer, destination, sealed, at: clock.now() });
  },
});
