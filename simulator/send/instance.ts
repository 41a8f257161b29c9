/**
 * A running instance, through doors that are open to any shop: collection with a write key, the API with a key of a role. What it cannot take
 * at the moment is sent again when it says so.
 */
import { Agent, request } from 'node:http';

export type Access = { url: string; writeKey: string; apiKey: string };
/** `refusals`: how often it was told to come again. */
export type Answer = { status: number; body: string; refusals: number };

const CONNECTIONS = 8;
const ATTEMPTS = 2000;
const PAUSE_MS = 1000;
const MOST_PAUSE_MS = 5000;

export class Instance {
  readonly #access: Access;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

  constructor(access: Access) {
    this.#access = access;
  }

  /** A body for `/v1/batch`. */
  async batch(body: Buffer): Promise<Answer> {
    const authorization = `Basic ${Buffer.from(`${this.#access.writeKey}:`).toString('base64')}`;
    return await this.#insist('POST', '/v1/batch', body, {
      authorization,
      'content-type': 'application/json',
    });
  }

  /** The API, as it answers. `body`: what becomes JSON, or the bytes of some. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : JSON.stringify(body));
    return await this.#insist(method, path, bytes, {
      authorization: `Bearer ${this.#access.apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    });
  }

  /** Throws what the API refuses. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.ask(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as T;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #insist(
    method: string,
    path: string,
    body: Buffer,
    headers: Record<string, string>,
  ): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(method, path, body, headers).catch((error: Error) => error);
      const isAway = answer instanceof Error || answer.status === 429 || answer.status === 503;
      if (!isAway) return { ...answer, refusals: attempt - 1 };
      if (attempt === ATTEMPTS)
        throw answer instanceof Error ? answer : new Error(`${path}: ${answer.status} ${answer.body}`);
      const after = answer instanceof Error ? 0 : Number(answer.retryAfter) * 1000;
      await new Promise((next) => setTimeout(next, Math.min(MOST_PAUSE_MS, Math.max(PAUSE_MS, after))));
    }
  }

  #once(
    method: string,
    path: string,
    body: Buffer,
    headers: Record<string, string>,
  ): Promise<Omit<Answer, 'refusals'> & { retryAfter: string }> {
    return new Promise((resolve, reject) => {
      const call = request(
        new URL(path, this.#access.url),
        { method, agent: this.#agent, headers: { ...headers, 'content-length': body.length } },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              body: Buffer.concat(parts).toString(),
              retryAfter: String(response.headers['retry-after'] ?? ''),
            }),
          );
          response.on('error', reject);
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  }
}
