/**
 * One kept-alive HTTP/1.1 connection, one POST at a time, on a bare socket: the generator shares the processors with what it measures, and
 * Node's own client would take a third of them. Understands no more than our own answers: a status, a Content-Length, a body to skip.
 */
import { connect, type Socket } from 'node:net';

export type HttpConnection = {
  /** The status, once the answer was read whole. Rejects when the connection breaks; the next call opens a new one. */
  post(body: string): Promise<number>;
};

export function httpConnection(url: URL, headers: Record<string, string>): HttpConnection {
  const lines = Object.entries({ host: url.host, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const head = `POST ${url.pathname} HTTP/1.1\r\n${lines.join('')}content-length: `;
  let socket: Socket | null = null;

  const open = (): Socket => {
    const fresh = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    fresh.once('close', () => {
      if (socket === fresh) socket = null;
    });
    socket = fresh;
    return fresh;
  };

  return {
    post: (body) =>
      new Promise((resolve, reject) => {
        const own = socket ?? open();
        const answer = readAnswer((status) => {
          own.off('data', read);
          own.off('close', broken);
          own.off('error', failed);
          resolve(status);
        });
        const read = (part: Buffer): void => answer(part);
        const broken = (): void => reject(new Error('the connection broke'));
        const failed = (): void => {};
        own.on('data', read);
        own.once('close', broken);
        own.on('error', failed);
        own.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
      }),
  };
}

const END_OF_HEAD = '\r\n\r\n';

/** Calls back with the status when so many bytes have come as the head announced. */
function readAnswer(whole: (status: number) => void): (part: Buffer) => void {
  let text = '';
  let missing = -1;
  let status = 0;
  return (part) => {
    if (missing < 0) {
      text += part.toString('latin1');
      const end = text.indexOf(END_OF_HEAD);
      if (end < 0) return;
      status = Number(text.slice(9, 12));
      missing =
        Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0) - (text.length - end - END_OF_HEAD.length);
    } else missing -= part.length;
    if (missing <= 0) whole(status);
  };
}
