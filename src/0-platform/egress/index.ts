/**
 * The one way out by HTTP: to addresses that staff or customers typed. Resolves once, refuses every address that is not public
 * (v4, v6, mapped, NAT64, 6to4, metadata …), pins the address for the connection, follows no redirect, and shows no body back but to
 * whoever speaks a protocol.
 * Also the switch: a restored or copied instance starts with egress off until its owner releases it; and whether the installation was
 * reached by its public address, before which nothing leaves that links to it.
 *
 * It leaves to `platform/outbox`: when something is sent, and how often it is tried.
 */
export { EgressFailure } from './call.ts';
export { createEgress, type EgressOptions } from './create-egress.ts';
export type { Allowance, Resolve } from './policy.ts';
export { isReached } from './reach.ts';
export { isSignedBy, SIGNATURE_HEADER, signature } from './signature.ts';

export type Egress = {
  /**
   * POST or GET to a public address. Throws Problem `egress_refused` or `egress_off`, and `EgressFailure` where no answer came.
   * `retryAfterMs`: what the other side asked for.
   */
  request(
    url: string,
    options: {
      method: 'GET' | 'POST';
      headers?: Record<string, string>;
      body?: string;
      /** For all of it, from the name to the last byte; 10 s. */
      timeoutMs?: number;
    },
  ): Promise<{ status: number; retryAfterMs: number | null }>;
  /**
   * The same with the whole body, for those who speak a protocol with the other side (connectors): what is longer than `mostBytes` (8 MB) or
   * cut off is an `EgressFailure`, never a part. Staff are not shown what comes back.
   */
  exchange(
    url: string,
    options: Exchanging & { /** 10 s. */ timeoutMs?: number; mostBytes?: number },
  ): Promise<Exchanged & { body: Buffer }>;
  /** The same as it comes, for files that fit in no memory. Reading fails where the other side stops before the end. */
  stream(
    url: string,
    options: Exchanging & { /** 30 minutes. */ timeoutMs?: number },
  ): Promise<Exchanged & { body: AsyncIterable<Buffer> }>;
  isReleased(): Promise<boolean>;
};

type Exchanging = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
};
type Exchanged = { status: number; headers: Readonly<Record<string, string>>; retryAfterMs: number | null };
