import { fileURLToPath } from 'node:url';
import type { CustomerDirectory } from '#know/customers';
import { type Egress, isReached } from '#platform/egress';
import type { Module, Platform } from '#platform/module';
import { createOutbox } from '#platform/outbox';
import { pushingConsent } from './consent/push-consent.ts';
import { connectorsHealth } from './health.ts';
import type { ConnectorParts } from './parts.ts';
import { CONNECTORS } from './platforms/index.ts';
import { requestSender } from './requests/ask-act.ts';
import { connectorRoutes } from './routes.ts';
import { runFeeds } from './run-feeds.ts';
import { forgetDeliveries, takeDeliveries } from './take-deliveries.ts';
import { webhookRoutes } from './webhook-routes.ts';
import { keepSubscribed } from './webhooks/keep-subscribed.ts';
import { giveUpTakingBack, takeBackSender } from './webhooks/take-back.ts';

type Given = Platform & { customers: CustomerDirectory; egress: Egress };

export function connectorsModule(platform: Given): Module {
  const parts: ConnectorParts & Given = {
    ...platform,
    outbox: createOutbox(platform),
    connectors: CONNECTORS,
    held: new Map(),
    publicAddress: async () => ((await isReached(platform)) ? (platform.settings.PUBLIC_URL ?? null) : null),
  };
  return {
    name: 'know/connectors',
    neighbours: ['know/catalog', 'know/channels', 'know/consent', 'know/customers', 'know/orders'],
    migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
    routes: [...connectorRoutes(parts), ...webhookRoutes(parts)],
    chores: [
      {
        name: 'know/connectors: take in what platforms told',
        once: () => takeDeliveries(parts),
        lookMs: 1000,
      },
      { name: 'know/connectors: read feeds', once: () => runFeeds(parts) },
      { name: 'know/connectors: keep webhooks subscribed', once: () => keepSubscribed(parts) },
    ],
    senders: [requestSender(parts, 'once'), requestSender(parts, 'repeatable'), takeBackSender(parts)],
    subscribers: [pushingConsent(parts)],
    jobs: [
      {
        name: 'know/connectors: forget deliveries',
        every: '23 4 * * *',
        run: () => forgetDeliveries(parts),
      },
      {
        name: 'know/connectors: give up taking webhooks back',
        every: '53 * * * *',
        run: () => giveUpTakingBack(parts),
      },
    ],
    health: [() => connectorsHealth(parts)],
  };
}
