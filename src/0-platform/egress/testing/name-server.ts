/** A name server on this machine that answers A queries as it is told, so that a name can mean one address now and another in a moment. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export type NameServer = { address: string; asked: string[]; close(): void };

/** `answer`: the v4 addresses of a name at its n-th A query; none is NXDOMAIN. */
export async function startNameServer(answer: (name: string, nth: number) => string[]): Promise<NameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const counts = new Map<string, number>();
  socket.on('message', (query, from) => {
    const { name, type, question } = read(query);
    asked.push(`${type} ${name}`);
    let addresses: string[] = [];
    if (type === 'A') {
      const nth = counts.get(name) ?? 0;
      counts.set(name, nth + 1);
      addresses = answer(name, nth);
    }
    socket.send(reply(query, question, addresses), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close() };
}

function read(query: Buffer): { name: string; type: string; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let size = query[at] as number; size > 0; size = query[at] as number) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  const type = query.readUInt16BE(at + 1) === 1 ? 'A' : 'other';
  return { name: labels.join('.').toLowerCase(), type, question: query.subarray(12, at + 5) };
}

function reply(query: Buffer, question: Buffer, addresses: string[]): Buffer {
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(addresses.length > 0 ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.concat([
      Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]),
      Buffer.from(address.split('.').map(Number)),
    ]),
  );
  return Buffer.concat([head, question, ...records]);
}
