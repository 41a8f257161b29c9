/**
 * One HTTP call to addresses that were chosen before. The connection goes to those and to no other, whatever the name says meanwhile; no
 * redirect is followed, no connection is shared, at most 64 KB are read, and all of it ends at one deadline, however slowly the other side
 * drips.
 */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { normalise } from './address.ts';
import type { Target } from './policy.ts';

export type CallOptions = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  deadline: AbortSignal;
  ca?: string | undefined;
};

export type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer };

/** The call did not come to an answer. */
export class EgressFailure extends Error {
  override readonly name = 'EgressFailure';
  /** `no`: the other side cannot have read it. `unknown`: it may have. */
  readonly arrived: 'no' | 'unknown';

  constructor(message: string, arrived: 'no' | 'unknown', cause?: unknown) {
    super(message, { cause });
    this.arrived = arrived;
  }
}

const MOST_BYTES = 64 * 1024;
/** Set by us, or of the connection itself. */
const OURS = /^(host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|proxy-.*)$/i;

export async function call(target: Target, options: CallOptions): Promise<Answer> {
  return await read(await converse(target, options), options.deadline);
}

/** As far as the other side's head; its body is the caller's to read or to destroy. */
export function converse(target: Target, options: CallOptions): Promise<IncomingMessage> {
  const { deadline } = options;
  return new Promise((resolve, reject) => {
    let arrived: 'no' | 'unknown' = 'no';
    const fail = (error: Error): void => {
      const said = deadline.aborted ? 'no answer in time' : ((error as { code?: string }).code ?? error.name);
      reject(new EgressFailure(said, arrived, error));
    };
    if (deadline.aborted) {
      fail(new Error('late'));
      return;
    }
    const request = open(target, options);
    let answered = false;
    request.on('error', (error) => {
      if (!answered) fail(error);
    });
    request.on('socket', (socket) => {
      const ready = (): void => {
        if (isChosen(socket, target)) arrived = 'unknown';
        else request.destroy(new Error('connected elsewhere'));
      };
      socket.once(target.url.protocol === 'https:' ? 'secureConnect' : 'connect', ready);
    });
    request.on('upgrade', (_, socket) => {
      socket.on('error', () => {}).destroy();
      fail(new Error('upgraded'));
    });
    request.on('response', (response) => {
      answered = true;
      resolve(response);
    });
    request.end(options.body);
  });
}

function open(
  { url, addresses }: Target,
  { method, headers = {}, body, deadline, ca }: CallOptions,
): ClientRequest {
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OURS.test(name)));
  const lookup: LookupFunction = (_, asked, done) => {
    if (asked.all) done(null, addresses);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
  return (url.protocol === 'https:' ? https : http).request(url, {
    method,
    headers: {
      'user-agent': 'Regulars',
      ...own,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
    lookup,
    agent: false,
    signal: deadline,
    maxHeaderSize: 16 * 1024,
    ...(ca !== undefined && { ca }),
  });
}

const isChosen = ({ remoteAddress }: Socket, { addresses }: Target): boolean =>
  remoteAddress !== undefined &&
  addresses.some(({ address }) => normalise(address) === normalise(remoteAddress));

/** The status is the answer: a body that is too long, too slow or cut off changes nothing. */
async function read(response: IncomingMessage, deadline: AbortSignal): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MOST_BYTES || deadline.aborted) break;
    }
  } catch {
    // As above.
  } finally {
    response.destroy();
  }
  const body = Buffer.concat(chunks).subarray(0, MOST_BYTES);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}
