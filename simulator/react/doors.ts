/**
 * Where simulated shoppers hear of what the product does, and where they answer. Those marked `open` exist and are used; the others are what the
 * world already describes and the product has no door for yet: what would go there waits in `intents.jsonl`, and what would come from there is
 * given to `react` by whoever has it, such as a test.
 */

export type Door = {
  name: string;
  open: boolean;
  /** hears: shoppers learn something from it; says: they tell something through it. */
  way: 'hears' | 'says';
  path: string | null;
};

export const DOORS: readonly Door[] = [
  { name: 'events', open: true, way: 'says', path: '/v1/batch' },
  { name: 'orders', open: true, way: 'says', path: '/api/channels/:id/orders' },
  { name: 'cancelled orders', open: true, way: 'hears', path: '/api/orders' },
  { name: 'messages', open: false, way: 'hears', path: null },
  { name: 'recommendations', open: false, way: 'hears', path: null },
  { name: 'coupons', open: false, way: 'hears', path: null },
  { name: "agents' answers", open: false, way: 'hears', path: null },
  { name: 'returns', open: false, way: 'says', path: null },
  { name: 'surveys', open: false, way: 'says', path: null },
  { name: 'chats', open: false, way: 'says', path: null },
];
