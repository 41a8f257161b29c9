/**
 * Webhooks that we subscribe ourselves. The three compliance topics are not among them: Shopify takes those from the app's own configuration
 * alone.
 */
import { z } from 'zod';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';
import { graphql } from './client.ts';

const TOPICS = [
  'ORDERS_CREATE',
  'ORDERS_UPDATED',
  'ORDERS_CANCELLED',
  'REFUNDS_CREATE',
  'FULFILLMENTS_UPDATE',
  'CUSTOMERS_CREATE',
  'CUSTOMERS_UPDATE',
  'PRODUCTS_UPDATE',
];

const LIST = `query Webhooks($after: String) { webhookSubscriptions(first: 100, after: $after) {
  nodes { id topic uri } pageInfo { hasNextPage endCursor } } }`;
const MAKE = `mutation Webhook($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
    webhookSubscription { id } userErrors { message } } }`;

const TAKE_BACK = `mutation WebhookGone($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { message } } }`;

const listed = z.object({
  webhookSubscriptions: z.object({
    nodes: z.array(z.object({ id: z.string(), topic: z.string(), uri: z.string().nullish() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});
const userErrors = z.array(z.object({ message: z.string() }));
const made = z.object({ webhookSubscriptionCreate: z.object({ userErrors }) });

const takenBack = z.object({ webhookSubscriptionDelete: z.object({ userErrors }) });

/** What is missing is made; what is there stays, also what leads elsewhere: it may be another installation's. */
export async function subscribe(reach: Reach, address: string): Promise<void> {
  const present = await all(reach);
  const refusals: string[] = [];
  for (const topic of TOPICS) {
    if (present.some((one) => one.topic === topic && one.uri === address)) continue;
    const webhookSubscription = { uri: address, format: 'JSON' };
    const said = await graphql(reach, made, MAKE, { topic, webhookSubscription });
    refusals.push(...said.webhookSubscriptionCreate.userErrors.map(({ message }) => `${topic}: ${message}`));
  }
  if (refusals.length > 0)
    throw new Unreachable('connector_refused', refusals.join(' ').slice(0, 200), { arrived: 'no' });
}

/** Refused only where it is there all the same: somebody else may have been faster. */
export async function unsubscribe(reach: Reach, address: string): Promise<void> {
  const ours = async () => (await all(reach)).filter(({ uri }) => uri === address);
  const refusals: string[] = [];
  for (const { id, topic } of await ours()) {
    const { webhookSubscriptionDelete: said } = await graphql(reach, takenBack, TAKE_BACK, { id });
    refusals.push(...said.userErrors.map(({ message }) => `${topic}: ${message}`));
  }
  if (refusals.length > 0 && (await ours()).length > 0)
    throw new Unreachable('connector_refused', refusals.join(' ').slice(0, 200), { arrived: 'no' });
}

type Listed = z.output<typeof listed>['webhookSubscriptions']['nodes'];

async function all(reach: Reach): Promise<Listed> {
  const nodes: Listed = [];
  for (let after: string | null = null; ; ) {
    const { webhookSubscriptions: page }: z.output<typeof listed> = await graphql(reach, listed, LIST, {
      after,
    });
    nodes.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return nodes;
    after = page.pageInfo.endCursor ?? null;
  }
}
