/** COPY's text into pieces and back, with a digest over all of it; never more than one piece in memory. */
import { createHash } from 'node:crypto';
import { Problem } from '../../errors/index.ts';
import type { Coffer } from '../coffer.ts';
import type { Piece } from '../manifest.ts';
import { PIECE_BYTES } from '../pack.ts';
import type { Text } from './contents.ts';

export type Kept = Pick<Text, 'bytes' | 'sha256' | 'pieces'> & { stored: number };

export async function keep(coffer: Coffer, prefix: string, chunks: AsyncIterable<Buffer>): Promise<Kept> {
  const hash = createHash('sha256');
  const pieces: Piece[] = [];
  let [bytes, stored, length] = [0, 0, 0];
  let waiting: Buffer[] = [];
  const put = async (): Promise<void> => {
    const name = `${prefix}/${String(pieces.length).padStart(6, '0')}`;
    const done = await coffer.put(name, Buffer.concat(waiting));
    pieces.push({ name, sha256: done.sha256 });
    stored += done.bytes;
    [waiting, length] = [[], 0];
  };
  for await (const chunk of chunks) {
    hash.update(chunk);
    waiting.push(chunk);
    bytes += chunk.length;
    length += chunk.length;
    if (length >= PIECE_BYTES) await put();
  }
  if (length > 0) await put();
  return { bytes, stored, sha256: hash.digest('hex'), pieces };
}

/** Throws `backup_damaged` at the end, at the latest, where it is not what was kept: whoever reads commits nothing before. */
export async function* kept(
  coffer: Coffer,
  { pieces, sha256 }: Pick<Text, 'pieces' | 'sha256'>,
  name: string,
): AsyncGenerator<Buffer, undefined> {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    const chunk = await coffer.get(piece.name, piece.sha256);
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== sha256) throw new Problem('backup_damaged', { params: { name } });
}
