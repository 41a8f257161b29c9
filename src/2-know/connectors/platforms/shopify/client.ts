/** Shopify's GraphQL Admin API: tokens by client credentials, which last a day, and what queries may cost (shopify.dev, "API limits"). */
import { z } from 'zod';
import type { Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';

/** Each is answered for a year. */
export const VERSION = '2026-07';
const TOKEN = 'token';
/** So that a token does not run out on its way. */
const EARLIER_MS = 5 * 60_000;
const MOST_THROTTLED = 5;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

const shopOf = ({ settings }: Reach): string => `https://${settings.shop}`;

async function tokenOf(reach: Reach): Promise<string> {
  return await reach.held(TOKEN, async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: reach.settings.client_id ?? '',
      client_secret: reach.settings.client_secret ?? '',
    });
    const { status, body: said } = await reach.call({
      method: 'POST',
      url: `${shopOf(reach)}/admin/oauth/access_token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: body.toString(),
    });
    if (status >= 400) throw new Unreachable('connector_refused', `HTTP ${status}`, { arrived: 'no' });
    const { access_token, expires_in } = parsed(tokenAnswer, said);
    return {
      value: access_token,
      until: new Date(reach.now().getTime() + expires_in * 1000 - EARLIER_MS),
    };
  });
}

const cost = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
});
const answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial().optional() }))
    .optional(),
  extensions: z.object({ cost: cost.optional() }).optional(),
});
type Said = z.output<typeof answer>;

/** Throws `Unreachable`, also for what the query was refused for. */
export async function graphql<T>(
  reach: Reach,
  schema: z.ZodType<T>,
  query: string,
  variables: object = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const said = await ask(reach, query, variables);
    const codes = (said.errors ?? []).map(({ extensions }) => extensions?.code ?? 'error');
    if (!codes.includes('THROTTLED')) {
      if (codes.includes('ACCESS_DENIED'))
        throw new Unreachable('connector_refused', 'ACCESS_DENIED', { arrived: 'no' });
      if (codes.length > 0) throw new Unreachable('connector_answer_unreadable', codes.join(' '));
      await leaveRoom(reach, said);
      return shaped(schema, said.data);
    }
    // What was throttled was not carried out.
    const ms = restoredAfter(said) || 1000;
    if (attempt === MOST_THROTTLED)
      throw new Unreachable('connector_limited', 'THROTTLED', { retryAfterMs: ms, arrived: 'no' });
    await reach.pause(ms);
  }
}

async function ask(reach: Reach, query: string, variables: object): Promise<Said> {
  try {
    return await askOnce(reach, query, variables);
  } catch (error) {
    // The token was taken back before its time: one more try with a new one.
    if (!(error instanceof Unreachable) || error.detail !== 'HTTP 401') throw error;
    reach.forget(TOKEN);
    return await askOnce(reach, query, variables);
  }
}

async function askOnce(reach: Reach, query: string, variables: object): Promise<Said> {
  const { status, body } = await reach.call({
    method: 'POST',
    url: `${shopOf(reach)}/admin/api/${VERSION}/graphql.json`,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-shopify-access-token': await tokenOf(reach),
    },
    body: JSON.stringify({ query, variables }),
  });
  if (status !== 200) throw new Unreachable('connector_answer_unreadable', `HTTP ${status}`);
  return parsed(answer, body);
}

/** Until what this query asked for is there. */
function restoredAfter({ extensions }: Said): number {
  if (!extensions?.cost) return 0;
  const { requestedQueryCost, throttleStatus } = extensions.cost;
  const missing = requestedQueryCost - throttleStatus.currentlyAvailable;
  return missing > 0 ? Math.ceil((missing / throttleStatus.restoreRate) * 1000) : 0;
}

/** The next query of the same kind finds room, and whoever else uses the shop's allowance too. */
async function leaveRoom(reach: Reach, said: Said): Promise<void> {
  const ms = restoredAfter(said);
  if (ms > 0) await reach.pause(Math.min(ms, 5000));
}

function parsed<T>(schema: z.ZodType<T>, body: Buffer): T {
  try {
    return shaped(schema, JSON.parse(body.toString()));
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    throw new Unreachable('connector_answer_unreadable', 'not JSON', { cause: error });
  }
}

export function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Unreachable('connector_answer_unreadable', issue?.path.join('.').slice(0, 120) ?? 'shape');
}

/** `gid://shopify/Order/450789469` → `450789469`. */
export const numberOf = (gid: string): string => gid.split('/').at(-1)?.split('?')[0] ?? gid;
export const gidOf = (kind: string, id: string): string =>
  id.startsWith('gid://') ? id : `gid://shopify/${kind}/${id}`;
