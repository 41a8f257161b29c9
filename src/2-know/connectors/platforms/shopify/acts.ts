/** What Shopify can be asked to do. Its own answer alone confirms; what it refuses comes back in its words. */
import { z } from 'zod';
import { decimalsOf } from '#platform/money';
import type { ActAnswer, Acts, Reach } from '../../connector.ts';
import type { ActRequest } from '../../contract.ts';
import { gidOf, graphql, numberOf } from './client.ts';
import { cancelOf } from './orders.ts';

/** `discountRedeemCodeBulkAdd` takes no more. */
const MOST_CODES = 250;

const userErrors = z.array(z.object({ message: z.string() }));
type UserErrors = z.output<typeof userErrors>;
const refusal = (errors: UserErrors): ActAnswer => ({
  state: 'refused',
  reason: errors.map(({ message }) => message).join(' '),
});
const UNKNOWN_ORDER: ActAnswer = { state: 'refused', reason: 'Shopify does not know this order.' };

const found = z.object({
  orders: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        transactions: z.array(
          z.object({ id: z.string(), kind: z.string(), status: z.string(), gateway: z.string().nullable() }),
        ),
        fulfillmentOrders: z.object({ nodes: z.array(z.object({ id: z.string(), status: z.string() })) }),
      }),
    ),
  }),
});
const FIND = `query Find($query: String!) { orders(first: 5, query: $query) { nodes { id name
  transactions(first: 30) { id kind status gateway } fulfillmentOrders(first: 20) { nodes { id status } } } } }`;

/** By its name, which is how a channel numbers it. */
async function orderNamed(reach: Reach, name: string) {
  const quoted = name.replaceAll(/["\\]/g, '\\$&');
  const { orders } = await graphql(reach, found, FIND, { query: `name:"${quoted}"` });
  return orders.nodes.find((order) => order.name === name) ?? null;
}

const REFUND = `mutation Refund($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) {
  refund { id } userErrors { message } } }`;
const CANCEL = `mutation Cancel($orderId: ID!, $restock: Boolean!) { orderCancel(orderId: $orderId, reason: OTHER, restock: $restock,
  notifyCustomer: true, refundMethod: { originalPaymentMethodsRefund: true }) { job { id done } orderCancelUserErrors { message } } }`;
const FULFIL = `mutation Fulfil($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) {
  fulfillment { id } userErrors { message } } }`;
const CODES = `mutation Codes($discountId: ID!, $codes: [DiscountRedeemCodeInput!]!) {
  discountRedeemCodeBulkAdd(discountId: $discountId, codes: $codes) { bulkCreation { id } userErrors { message } } }`;
const ADDRESS = `mutation Address($input: OrderInput!) { orderUpdate(input: $input) {
  order { id shippingAddress { address1 city zip countryCodeV2 } } userErrors { message } } }`;
const TAG = `mutation Tag($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { message } } }`;
const EMAIL_CONSENT = `mutation Consent($input: CustomerEmailMarketingConsentUpdateInput!) {
  customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { message } } }`;
const SMS_CONSENT = `mutation Consent($input: CustomerSmsMarketingConsentUpdateInput!) {
  customerSmsMarketingConsentUpdate(input: $input) { customer { id } userErrors { message } } }`;

const node = z.object({ id: z.string() }).nullish();

const addressed = z
  .object({
    id: z.string(),
    shippingAddress: z
      .object({
        address1: z.string().nullish(),
        city: z.string().nullish(),
        countryCodeV2: z.string().nullish(),
      })
      .nullish(),
  })
  .nullish();

type Address = Extract<ActRequest, { act: 'change_address' }>['address'];

/** Its names of the parts: of a name the last word is the family's, and a province is taken by its code alone. */
function mailingAddress({ name, street, city, province, postcode, country, phone }: Address): object {
  const words = name.split(/\s+/);
  const firstName = words.slice(0, -1).join(' ');
  return {
    ...(firstName && { firstName }),
    lastName: words.at(-1),
    address1: street,
    address2: '',
    city,
    countryCode: country,
    ...(postcode && { zip: postcode }),
    ...(province && /^[A-Z0-9]{1,3}$/.test(province) && { provinceCode: province }),
    ...(phone && { phone }),
  };
}

export const acts: Acts = {
  refund: async (reach, { order: name, amount, note }, key) => {
    const order = await orderNamed(reach, name);
    if (!order) return UNKNOWN_ORDER;
    const paid = order.transactions.find(
      ({ kind, status }) => ['SALE', 'CAPTURE'].includes(kind) && status === 'SUCCESS',
    );
    if (!paid) return { state: 'refused', reason: 'Nothing was paid for this order.' };
    const input = {
      orderId: order.id,
      note: note ?? null,
      transactions: [
        {
          orderId: order.id,
          parentId: paid.id,
          kind: 'REFUND',
          gateway: paid.gateway,
          amount: decimal(amount, reach.channel.currency),
        },
      ],
    };
    const shape = z.object({ refundCreate: z.object({ refund: node, userErrors }) });
    const { refundCreate } = await graphql(reach, shape, REFUND, { input, key });
    if (refundCreate.userErrors.length > 0) return refusal(refundCreate.userErrors);
    return { state: 'confirmed', reference: refundCreate.refund?.id ?? null };
  },

  cancel: async (reach, { order: name, restock }) => {
    const order = await orderNamed(reach, name);
    if (!order) return UNKNOWN_ORDER;
    const shape = z.object({
      orderCancel: z.object({
        job: z.object({ id: z.string(), done: z.boolean() }).nullish(),
        orderCancelUserErrors: userErrors,
      }),
    });
    const { orderCancel } = await graphql(reach, shape, CANCEL, { orderId: order.id, restock });
    if (orderCancel.orderCancelUserErrors.length > 0) return refusal(orderCancel.orderCancelUserErrors);
    // A job of theirs; the order itself says when it is done.
    return { state: orderCancel.job?.done ? 'confirmed' : 'asked', reference: cancelOf(name) };
  },

  change_address: async (reach, { order: name, address }) => {
    const order = await orderNamed(reach, name);
    if (!order) return UNKNOWN_ORDER;
    if (
      !order.fulfillmentOrders.nodes.some(({ status }) => ['OPEN', 'SCHEDULED', 'ON_HOLD'].includes(status))
    )
      return { state: 'refused', reason: 'Nothing of this order is left to be sent.' };
    const shape = z.object({ orderUpdate: z.object({ order: addressed, userErrors }) });
    const input = { id: order.id, shippingAddress: mailingAddress(address) };
    const { orderUpdate: said } = await graphql(reach, shape, ADDRESS, { input });
    if (said.userErrors.length > 0) return refusal(said.userErrors);
    // It is known to say yes and keep the address it had.
    const now = said.order?.shippingAddress;
    if (
      now?.address1 !== address.street ||
      now.city !== address.city ||
      now.countryCodeV2 !== address.country
    )
      return { state: 'refused', reason: 'Shopify kept the address it had.' };
    return { state: 'confirmed', reference: said.order?.id ?? null };
  },

  fulfil: async (reach, { order: name, tracking, courier }) => {
    const order = await orderNamed(reach, name);
    if (!order) return UNKNOWN_ORDER;
    const open = order.fulfillmentOrders.nodes.filter(({ status }) =>
      ['OPEN', 'IN_PROGRESS'].includes(status),
    );
    if (open.length === 0) return { state: 'refused', reason: 'Nothing of this order is left to be sent.' };
    const fulfillment = {
      lineItemsByFulfillmentOrder: open.map(({ id }) => ({ fulfillmentOrderId: id })),
      notifyCustomer: true,
      ...(tracking && { trackingInfo: { number: tracking, company: courier ?? null } }),
    };
    const shape = z.object({ fulfillmentCreate: z.object({ fulfillment: node, userErrors }) });
    const { fulfillmentCreate: said } = await graphql(reach, shape, FULFIL, { fulfillment });
    if (said.userErrors.length > 0) return refusal(said.userErrors);
    return { state: 'confirmed', reference: said.fulfillment?.id ?? null };
  },

  create_codes: async (reach, { discount, codes }) => {
    const shape = z.object({ discountRedeemCodeBulkAdd: z.object({ bulkCreation: node, userErrors }) });
    const made: string[] = [];
    for (let from = 0; from < codes.length; from += MOST_CODES) {
      const part = codes.slice(from, from + MOST_CODES).map((code) => ({ code }));
      const discountId = gidOf('DiscountCodeNode', discount);
      const said = (await graphql(reach, shape, CODES, { discountId, codes: part }))
        .discountRedeemCodeBulkAdd;
      if (said.userErrors.length > 0) return refusal(said.userErrors);
      if (said.bulkCreation) made.push(numberOf(said.bulkCreation.id));
    }
    return { state: 'confirmed', reference: made.join(' ').slice(0, 500) };
  },

  tag: async (reach, { order: name, tags }) => {
    const order = await orderNamed(reach, name);
    if (!order) return UNKNOWN_ORDER;
    const shape = z.object({ tagsAdd: z.object({ node, userErrors }) });
    const { tagsAdd } = await graphql(reach, shape, TAG, { id: order.id, tags });
    return tagsAdd.userErrors.length > 0
      ? refusal(tagsAdd.userErrors)
      : { state: 'confirmed', reference: null };
  },

  set_consent: async (reach, { customer, channel, granted, at }) => {
    const consent = {
      marketingState: granted ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
      ...(granted && { marketingOptInLevel: 'SINGLE_OPT_IN' }),
      consentUpdatedAt: at ?? reach.now().toISOString(),
    };
    const customerId = gidOf('Customer', customer);
    const said = z.object({ customer: node, userErrors });
    const answer =
      channel === 'email'
        ? (
            await graphql(reach, z.object({ customerEmailMarketingConsentUpdate: said }), EMAIL_CONSENT, {
              input: { customerId, emailMarketingConsent: consent },
            })
          ).customerEmailMarketingConsentUpdate
        : (
            await graphql(reach, z.object({ customerSmsMarketingConsentUpdate: said }), SMS_CONSENT, {
              input: { customerId, smsMarketingConsent: consent },
            })
          ).customerSmsMarketingConsentUpdate;
    if (answer.userErrors.length > 0) return refusal(answer.userErrors);
    return { state: 'confirmed', reference: answer.customer?.id ?? null };
  },
};

/** 1234 → `12.34`, as Shopify takes amounts. */
function decimal(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return String(minor);
  const digits = String(minor).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
