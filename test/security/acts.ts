/** One example of each act of staff that changes something, and what the audit log calls it. Acts run in the order of the wiring, in one world. */
import type { Member } from './members.ts';

export type World = {
  owner: Member;
  /** Somebody else who works here. */
  other: string;
  /** Another session of the owner. */
  sessionId: string;
  apiKeyId: string;
  sourceId: string;
  writeKeyId: string;
  customerId: string;
  /** Somebody else, known too. */
  otherCustomer: string;
  thirdCustomer: string;
  rejectedIds: string[];
  /** A channel on Shopify. */
  shopChannel: string;
  /** Where an order of `otherCustomer` went. */
  addressId: string;
  /** A file that waits to be taken in. */
  upload: string;
  /** What customers asked: to be erased, to be erased, for a copy. */
  requests: string[];
  /** Of the outbox: failed. */
  failedMessage: string;
};

type Example = {
  act: string;
  params?: (world: World) => Record<string, string>;
  body?: (world: World) => object;
};

const ofSource = ({ sourceId, writeKeyId }: World) => ({ id: sourceId, key_id: writeKeyId });
/** Of acts on a customer that come after the one of `customerId` was erased. */
const ofLiving = ({ otherCustomer }: World) => ({ id: otherCustomer });
const ofFirst = ({ otherCustomer }: World) => ({ id: otherCustomer, note: '1', file: '1' });
const ofOther = ({ other }: World) => ({ id: other });

export const AUDITED_ACTS: Record<string, Example> = {
  'PATCH /api/me': { act: 'staff.change_own', body: () => ({ locale: 'en' }) },
  'DELETE /api/sessions/:id': { act: 'session.end', params: ({ sessionId }) => ({ id: sessionId }) },
  'POST /api/staff/invitations': {
    act: 'staff.invite',
    body: () => ({ email: 'new@tea.example', name: 'New', role: 'agent', channels: null }),
  },
  'PATCH /api/staff/:id': { act: 'staff.change', params: ofOther, body: () => ({ role: 'analyst' }) },
  'POST /api/staff/:id/reset': { act: 'staff.reset', params: ofOther },
  'POST /api/api-keys': { act: 'api_key.create', body: () => ({ name: 'bot', role: 'agent' }) },
  'DELETE /api/api-keys/:id': { act: 'api_key.revoke', params: ({ apiKeyId }) => ({ id: apiKeyId }) },
  'PATCH /api/settings': { act: 'settings.change', body: () => ({ shop_name: 'Teehaus' }) },
  'PUT /api/page-arrangements/:page': {
    act: 'page.arrange',
    params: () => ({ page: 'customer' }),
    body: () => ({ role: 'agent', shown: ['orders'], hidden: ['merges'] }),
  },
  'POST /api/lake/rebuild': { act: 'lake.rebuild' },
  'DELETE /api/lake/rebuild': { act: 'lake.rebuild.cancel' },
  'POST /api/backups': { act: 'backup.order' },
  'POST /api/egress/release': { act: 'egress.release' },
  'POST /api/outbox/:id/retry': {
    act: 'outbox.retry',
    params: ({ failedMessage }) => ({ id: failedMessage }),
  },
  'POST /api/sources': { act: 'source.create', body: () => ({ name: 'Second', kind: 'web' }) },
  'PATCH /api/sources/:id': { act: 'source.change', params: ofSource, body: () => ({ name: 'First' }) },
  'POST /api/sources/:id/keys': {
    act: 'source.key.create',
    params: ofSource,
    body: () => ({ kind: 'server' }),
  },
  'POST /api/sources/:id/keys/:key_id/revocation': { act: 'source.key.revoke', params: ofSource },
  'POST /api/sources/:id/user-token-secret': { act: 'source.user_token_secret.issue', params: ofSource },
  'DELETE /api/sources/:id/user-token-secret': { act: 'source.user_token_secret.withdraw', params: ofSource },
  'POST /api/channels': {
    act: 'channel.open',
    body: () => ({ name: 'Tmall', platform: 'tmall', currency: 'CNY', zone: 'Asia/Shanghai' }),
  },
  'PATCH /api/channels/:id': {
    act: 'channel.change',
    params: () => ({ id: '1' }),
    body: () => ({ name: 'T' }),
  },
  'PUT /api/channels/:id/statements': {
    act: 'statement.give',
    params: () => ({ id: '1' }),
    body: () => ({ days: [{ day: '2026-01-02', amount: 100 }] }),
  },
  'POST /api/segments': {
    act: 'segment.create',
    body: () => ({ name: 'Looked', text: 'did "Product Viewed" in last 7 days' }),
  },
  'PATCH /api/segments/:id': {
    act: 'segment.change',
    params: () => ({ id: '1' }),
    body: () => ({ revision: 1, name: 'Looked lately' }),
  },
  'DELETE /api/segments/:id': { act: 'segment.archive', params: () => ({ id: '1' }) },
  'POST /api/closings': { act: 'month.close', body: () => ({ channel: 1, month: '2026-01' }) },
  'POST /api/closings/:id/reopening': { act: 'month.reopen', params: () => ({ id: '1' }) },
  'POST /api/customers/:id/tags': {
    act: 'customer.tag',
    params: ({ customerId }) => ({ id: customerId }),
    body: () => ({ add: ['vip'] }),
  },
  'POST /api/customers/tags': {
    act: 'customer.tag_many',
    body: ({ customerId, otherCustomer }) => ({ ids: [customerId, otherCustomer], add: ['regular'] }),
  },
  'POST /api/customers/:id/merges': {
    act: 'customer.merge',
    params: ({ customerId }) => ({ id: customerId }),
    body: ({ otherCustomer }) => ({ with: otherCustomer }),
  },
  'POST /api/merges/:id/undo': { act: 'customer.unmerge', params: () => ({ id: '1' }) },
  'POST /api/customers/:id/apart': {
    act: 'customer.keep_apart',
    params: ofLiving,
    body: ({ thirdCustomer }) => ({ with: thirdCustomer }),
  },
  'POST /api/customer-requests/:id/erasure': {
    act: 'customer.erase',
    params: ({ requests }) => ({ id: requests[0] ?? '' }),
  },
  'POST /api/customer-requests/:id/decline': {
    act: 'customer.decline',
    params: ({ requests }) => ({ id: requests[1] ?? '' }),
    body: () => ({ reason: 'A dispute' }),
  },
  'POST /api/customer-requests/:id/handed-over': {
    act: 'customer.hand_over',
    params: ({ requests }) => ({ id: requests[2] ?? '' }),
  },
  'POST /api/customers/:id/erasure': {
    act: 'customer.erase',
    params: ({ customerId }) => ({ id: customerId }),
    body: () => ({ with_linked: true }),
  },
  'POST /api/attributes': {
    act: 'attribute.define',
    body: () => ({ key: 'size', type: 'text', title: { en: 'Size', zh: '尺码' } }),
  },
  'PATCH /api/attributes/:id': {
    act: 'attribute.change',
    params: () => ({ id: '1' }),
    body: () => ({ place: 7 }),
  },
  'PUT /api/customers/:id/attributes': {
    act: 'customer.attributes',
    params: ofLiving,
    body: () => ({ values: { size: 'Canary Customer' } }),
  },
  'PATCH /api/customers/:id/addresses/:address': {
    act: 'customer.address',
    params: ({ otherCustomer, addressId }) => ({ id: otherCustomer, address: addressId }),
    body: () => ({ label: 'Canary Customer', default: true }),
  },
  'PUT /api/customers/:id/preferences': {
    act: 'customer.preferences',
    params: ofLiving,
    body: () => ({ values: { other: 'Canary Customer' } }),
  },
  'POST /api/customers/:id/notes': {
    act: 'customer.note.write',
    params: ofLiving,
    body: () => ({ text: 'Canary Customer calls at 13800000000' }),
  },
  'PATCH /api/customers/:id/notes/:note': {
    act: 'customer.note.edit',
    params: ofFirst,
    body: () => ({ text: 'Canary Customer called' }),
  },
  'DELETE /api/customers/:id/notes/:note': { act: 'customer.note.remove', params: ofFirst },
  'POST /api/customers/:id/files': {
    act: 'customer.file.keep',
    params: ofLiving,
    body: () => Buffer.from('Canary Customer'),
  },
  'DELETE /api/customers/:id/files/:file': { act: 'customer.file.remove', params: ofFirst },
  'POST /api/groups': {
    act: 'group.make',
    body: () => ({ kind: 'company', name: 'Canary Customer' }),
  },
  'PATCH /api/groups/:id': {
    act: 'group.rename',
    params: () => ({ id: '1' }),
    body: () => ({ name: 'Canary Customer' }),
  },
  'POST /api/groups/:id/members': {
    act: 'group.member',
    params: () => ({ id: '1' }),
    body: ({ otherCustomer }) => ({ customer: otherCustomer, role: 'buyer' }),
  },
  'DELETE /api/groups/:id/members/:customer': {
    act: 'group.leave',
    params: ({ otherCustomer }) => ({ id: '1', customer: otherCustomer }),
  },
  'DELETE /api/groups/:id': { act: 'group.dissolve', params: () => ({ id: '1' }) },
  'POST /api/customers/:id/consent': {
    act: 'customer.consent',
    params: ({ otherCustomer }) => ({ id: otherCustomer }),
    body: () => ({ purpose: 'marketing', channel: 'email', state: 'denied', source: 'on the phone' }),
  },
  'POST /api/rejected/:id/replay': {
    act: 'rejected.replay',
    params: ({ rejectedIds }) => ({ id: rejectedIds[0] as string }),
    body: () => ({}),
  },
  'POST /api/rejected/replay': {
    act: 'rejected.replay',
    body: ({ rejectedIds }) => ({ ids: [rejectedIds[1]] }),
  },
  'POST /api/imports': {
    act: 'import.start',
    body: ({ upload }) => ({ upload, preset: 'orders', channel: 'T' }),
  },
  'POST /api/imports/:id/cancel': { act: 'import.cancel', params: () => ({ id: '1' }) },
  'POST /api/imports/:id/resume': { act: 'import.resume', params: () => ({ id: '1' }) },
  'POST /api/connections': {
    act: 'connection.connect',
    body: ({ shopChannel }) => ({
      connector: 'shopify',
      channel_id: shopChannel,
      settings: { shop: 'tea.myshopify.com', client_id: 'client-12345', client_secret: 'secret-12345' },
    }),
  },
  'PATCH /api/connections/:id': {
    act: 'connection.change',
    params: () => ({ id: '1' }),
    body: () => ({ settings: { client_id: 'client-67890' } }),
  },
  'POST /api/connections/:id/run': { act: 'connection.run', params: () => ({ id: '1' }) },
  'POST /api/connections/:id/requests': {
    act: 'connection.ask',
    params: () => ({ id: '1' }),
    body: () => ({ act: 'tag', order: '#1', tags: ['gift'] }),
  },
  'POST /api/connections/:id/pause': { act: 'connection.pause', params: () => ({ id: '1' }) },
  'POST /api/connections/:id/resume': { act: 'connection.resume', params: () => ({ id: '1' }) },
  'POST /api/connections/:id/disconnect': { act: 'connection.disconnect', params: () => ({ id: '1' }) },
  'DELETE /api/rejected/:id': {
    act: 'rejected.dismiss',
    params: ({ rejectedIds }) => ({ id: rejectedIds[2] as string }),
  },
};
