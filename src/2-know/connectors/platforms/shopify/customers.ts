/** Customers, with what each said to being written to. Who never said anything has said nothing: that is no refusal and no consent. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Choice } from '#know/consent';
import { channelCustomer } from '#know/orders';
import type { JsonObject } from '#platform/log';
import type { Feed, Fetched, Reach, Told } from '../../connector.ts';
import { changedSince } from './changed-since.ts';
import { gidOf, graphql, numberOf } from './client.ts';
import { addressOf } from './order-of.ts';

const FIELDS = `id firstName lastName updatedAt createdAt locale tags
  defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
  defaultPhoneNumber { phoneNumber marketingState marketingOptInLevel marketingUpdatedAt }
  defaultAddress { name company address1 address2 city province zip countryCodeV2 phone }`;
const CHANGED = `query Customers($after: String, $query: String) {
  page: customers(first: 50, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } }`;
const ONE = `query Customer($id: ID!) { customer(id: $id) { ${FIELDS} } }`;

const text = z.string().nullish();
const consent = { marketingState: text, marketingOptInLevel: text, marketingUpdatedAt: text };
const shape = z.object({
  id: z.string(),
  firstName: text,
  lastName: text,
  updatedAt: z.string(),
  locale: text,
  tags: z.array(z.string()),
  defaultEmailAddress: z.object({ emailAddress: text, ...consent }).nullish(),
  defaultPhoneNumber: z.object({ phoneNumber: text, ...consent }).nullish(),
  defaultAddress: z
    .object({
      name: text,
      company: text,
      address1: text,
      address2: text,
      city: text,
      province: text,
      zip: text,
      countryCodeV2: text,
      phone: text,
    })
    .nullish(),
});
type Node = z.output<typeof shape>;

export const customersFeed: Feed = {
  name: 'customers',
  title: { en: 'Customers and their consent', zh: '客户及其授权同意' },
  everySeconds: 300,
  read: (reach, cursor) => changedSince(reach, cursor, CHANGED, async (nodes) => customersOf(reach, nodes)),
};

export async function oneCustomer(reach: Reach, id: string): Promise<Fetched | null> {
  const { customer } = await graphql(reach, z.object({ customer: z.unknown() }), ONE, {
    id: gidOf('Customer', id),
  });
  return customer ? customersOf(reach, [customer]) : null;
}

function customersOf(reach: Reach, nodes: readonly unknown[]): Fetched {
  const parsed = nodes.map((node) => ({ node, said: shape.safeParse(node) }));
  const good = parsed.flatMap(({ said }) => (said.success ? [said.data] : []));
  return {
    told: good.map((node) => toldOf(reach, node)),
    consents: good.map(choicesOf),
    skipped: parsed
      .filter(({ said }) => !said.success)
      .map(({ node }) => ({
        what: 'customer',
        id: numberOf(String((node as { id?: unknown } | null)?.id ?? '?')),
        code: 'connector_record_unreadable' as const,
      })),
  };
}

function toldOf({ channel }: Reach, node: Node): Told {
  const id = numberOf(node.id);
  const email = node.defaultEmailAddress?.emailAddress?.trim().toLowerCase();
  const phone = node.defaultPhoneNumber?.phoneNumber;
  const name = [node.firstName, node.lastName].filter(Boolean).join(' ');
  const address = addressOf(node.defaultAddress);
  const traits: JsonObject = {
    ...(name && { name }),
    ...(node.locale && { locale: node.locale }),
    ...(Object.keys(address).length > 0 && { address }),
  };
  const identifiers = [
    channelCustomer(channel, id),
    ...(email ? [{ kind: 'email', value: email }] : []),
    ...(phone ? [{ kind: 'phone', value: phone }] : []),
  ];
  // Her page changes with every order; what is told of her, seldom. The same is told once.
  const print = createHash('sha256')
    .update(JSON.stringify([identifiers, traits]))
    .digest('hex')
    .slice(0, 24);
  return {
    identifiers,
    traits,
    event: null,
    at: new Date(node.updatedAt),
    messageId: `channel:${channel.channel_id}:customer:${id}:${print}`,
  };
}

const STATES: Readonly<Record<string, Choice['state']>> = {
  SUBSCRIBED: 'granted',
  UNSUBSCRIBED: 'withdrawn',
  REDACTED: 'withdrawn',
};

function choicesOf(node: Node): Choice[] {
  const said = [
    { channel: 'email' as const, consent: node.defaultEmailAddress },
    { channel: 'sms' as const, consent: node.defaultPhoneNumber },
  ];
  return said.flatMap(({ channel, consent: given }) => {
    const state = STATES[given?.marketingState ?? ''];
    if (!state) return [];
    return [
      {
        purpose: 'marketing' as const,
        channel,
        state,
        at: new Date(given?.marketingUpdatedAt ?? node.updatedAt),
        method:
          given?.marketingOptInLevel === 'CONFIRMED_OPT_IN'
            ? ('double_opt_in' as const)
            : ('platform' as const),
        source: 'Shopify',
        textVersion: null,
        textDigest: null,
        locale: node.locale ?? null,
      },
    ];
  });
}
