import type { ErrorCode } from '#platform/errors';

export type UnreachableCode = Extract<ErrorCode, `connector_${string}`>;

/** The platform is away, refuses, asks for patience, or says what nobody can read. `detail` is shown to staff: statuses and codes, never people. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
  readonly code: UnreachableCode;
  readonly detail: string;
  /** What the platform asked for. */
  readonly retryAfterMs: number | null;
  /** Whether it may have been read all the same; an act that may have been is never repeated by itself. */
  readonly arrived: 'no' | 'unknown';

  constructor(
    code: UnreachableCode,
    detail: string,
    options: { retryAfterMs?: number | null; arrived?: 'no' | 'unknown'; cause?: unknown } = {},
  ) {
    super(`${code} ${detail}`, { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.arrived = options.arrived ?? 'unknown';
  }
}
