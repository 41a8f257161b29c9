/** WooCommerce's REST API v3, by consumer key and secret over https. */
import type { z } from 'zod';
import type { Answered, Called, Reach } from '../../connector.ts';
import { Unreachable } from '../../unreachable.ts';

export type Said = { status: number; value: unknown; pages: number };

export async function ask(
  { settings, call }: Reach,
  method: Called['method'],
  path: string,
  body?: object,
): Promise<Said> {
  const { url = '', consumer_key = '', consumer_secret = '' } = settings;
  const credentials = Buffer.from(`${consumer_key}:${consumer_secret}`).toString('base64');
  const answer = await call({
    method,
    url: `${url.replace(/\/$/, '')}/wp-json/wc/v3/${path}`,
    headers: {
      authorization: `Basic ${credentials}`,
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    value: jsonOf(answer),
    pages: Number(answer.headers['x-wp-totalpages'] ?? 1),
  };
}

/** A list; throws where it is none. */
export async function list(reach: Reach, path: string): Promise<{ items: unknown[]; pages: number }> {
  const { status, value, pages } = await ask(reach, 'GET', path);
  if (status !== 200 || !Array.isArray(value))
    throw new Unreachable('connector_answer_unreadable', `HTTP ${status}`);
  return { items: value, pages };
}

/** A security plugin's page instead of JSON is common: said so, and never taken for an empty shop. */
function jsonOf({ body, status }: Answered): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new Unreachable('connector_answer_unreadable', `HTTP ${status}, not JSON`, { cause });
  }
}

export function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Unreachable('connector_answer_unreadable', result.error.issues[0]?.path.join('.') ?? 'shape');
}

/** WordPress says instants of UTC without their Z. */
export const utc = (text: string): Date => new Date(text.endsWith('Z') ? text : `${text}Z`);
