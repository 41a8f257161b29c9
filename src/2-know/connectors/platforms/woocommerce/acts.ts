import { z } from 'zod';
import { decimalsOf } from '#platform/money';
import type { ActAnswer, Acts, Reach } from '../../connector.ts';
import { ask, list, type Said } from './client.ts';

/** `coupons/batch` takes no more. */
const MOST_CODES = 100;

const named = z.object({ id: z.number().int(), number: z.coerce.string() });
const UNKNOWN: ActAnswer = { state: 'refused', reason: 'WooCommerce does not know this order.' };

/** By its number, which is its id unless a plugin counts on its own. */
async function idOf(reach: Reach, number: string): Promise<number | null> {
  if (/^\d{1,12}$/.test(number)) {
    const { status, value } = await ask(reach, 'GET', `orders/${number}`);
    const said = named.safeParse(value);
    if (status === 200 && said.success && said.data.number === number) return said.data.id;
  }
  const { items } = await list(reach, `orders?search=${encodeURIComponent(number)}&per_page=20`);
  const found = items.map((item) => named.safeParse(item)).find(({ data }) => data?.number === number);
  return found?.data?.id ?? null;
}

const message = z.object({ message: z.string() });
function answered({ status, value }: Said, reference: string | null): ActAnswer {
  if (status < 300) return { state: 'confirmed', reference };
  const said = message.safeParse(value);
  return { state: 'refused', reason: said.success ? said.data.message : `HTTP ${status}` };
}

const setStatus = async (reach: Reach, number: string, status: string): Promise<ActAnswer> => {
  const id = await idOf(reach, number);
  if (id === null) return UNKNOWN;
  return answered(await ask(reach, 'PUT', `orders/${id}`, { status }), String(id));
};

export const acts: Acts = {
  refund: async (reach, { order, amount, note }) => {
    const id = await idOf(reach, order);
    if (id === null) return UNKNOWN;
    const decimals = decimalsOf(reach.channel.currency);
    const body = {
      amount: (amount / 10 ** decimals).toFixed(decimals),
      reason: note ?? '',
      // By the payment provider too, not in the books alone.
      api_refund: true,
    };
    const said = await ask(reach, 'POST', `orders/${id}/refunds`, body);
    const made = z.object({ id: z.number() }).safeParse(said.value);
    return answered(said, made.success ? String(made.data.id) : null);
  },
  cancel: (reach, { order }) => setStatus(reach, order, 'cancelled'),
  fulfil: (reach, { order }) => setStatus(reach, order, 'completed'),
  create_codes: async (reach, { discount, codes }) => {
    const [, value, percent] = /^(\d{1,9}(?:\.\d{1,4})?)(%?)$/.exec(discount.trim()) ?? [];
    if (value === undefined) return { state: 'refused', reason: 'Say what is taken off: 10% or 5.00.' };
    const kind = { discount_type: percent ? 'percent' : 'fixed_cart', amount: value };
    for (let from = 0; from < codes.length; from += MOST_CODES) {
      const create = codes.slice(from, from + MOST_CODES).map((code) => ({ code, ...kind, usage_limit: 1 }));
      const said = await ask(reach, 'POST', 'coupons/batch', { create });
      const answer = answered(said, null);
      if (answer.state === 'refused') return answer;
      const refused = z
        .object({ create: z.array(z.object({ error: message }).partial()) })
        .safeParse(said.value);
      const first = refused.data?.create.find(({ error }) => error);
      if (first?.error) return { state: 'refused', reason: first.error.message };
    }
    return { state: 'confirmed', reference: null };
  },
};
