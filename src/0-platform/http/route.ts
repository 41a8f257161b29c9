/**
 * One HTTP route as data: address, lane, who may call it, the zod schemas of what goes in and out, and what it does.
 * From it come validation, types, OpenAPI, the authorisation matrix test and the client's types.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Locale } from '../errors/index.ts';
import type { Access, Principal } from './access.ts';

/**
 * Which traffic gives way to which (first wins): webhooks and checkout APIs, the console, collection, bulk work
 * (imports, exports). Each lane has its own limits: see `lanes.ts`.
 */
export const LANES = ['webhook', 'console', 'collection', 'bulk'] as const;
export type Lane = (typeof LANES)[number];

export type Call<P, Q, B> = {
  principal: Principal;
  /** The caller as somebody: throws `not_signed_in` when anonymous. For staff routes it never is. */
  staff: Exclude<Principal, { kind: 'anonymous' }>;
  params: P;
  query: Q;
  body: B;
  locale: Locale;
  /** Whether the caller still may: for answers that go on for long. */
  stillAllowed(): Promise<boolean>;
  /** For streams, cookies and headers only. */
  request: FastifyRequest;
  reply: FastifyReply;
};

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

export type Route<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  R extends z.ZodType | undefined = z.ZodType | undefined,
> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** Fastify syntax: `/api/sources/:id`. */
  path: string;
  /** One line for OpenAPI. */
  summary: string;
  lane: Lane;
  access: Access;
  params?: P;
  query?: Q;
  /** `z.strictObject`: unknown fields are refused. */
  body?: B;
  response?: R;
  /**
   * Fields of the body in which people write as they like: card numbers are taken out of them before anything is done with them, and the answer says
   * so in the header `x-card-numbers-removed`, which the console shows to the author.
   */
  freeText?: readonly string[];
  /** Most bytes a body may have; 64 KB unless said. */
  bodyLimit?: number;
  /**
   * `bytes`: the body arrives as a Buffer, whatever its media type, and the route reads it itself; for protocols of others, such as
   * collection (text/plain from sendBeacon, gzip) or webhooks signed over the raw body. No `body` schema then.
   */
  accepts?: 'json' | 'bytes';
  /** Runs before the body is read: to refuse cheaply, or to set headers that also an error should carry. */
  before?(request: FastifyRequest, reply: FastifyReply): void;
  handle(
    call: Call<Output<P>, Output<Q>, Output<B>>,
  ): Promise<R extends z.ZodType ? z.input<R> : unknown> | (R extends z.ZodType ? z.input<R> : unknown);
};

/** Gives a route its types. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(definition: Route<P, Q, B, R>): Route {
  return definition as unknown as Route;
}
