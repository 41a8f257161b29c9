/** The hash of an entry: over the one before it and everything the entry says. Pure. */
import { createHash } from 'node:crypto';

export type Link = {
  id: number;
  at: Date;
  actor: string;
  name: string;
  act: string;
  object: string;
  detail: string;
  ip: string | null;
};

/** What the first entry is bound to. */
export const GENESIS = Buffer.alloc(32);

export function hashOf(previous: Buffer, link: Link): Buffer {
  const said = [
    link.id,
    link.at.toISOString(),
    link.actor,
    link.name,
    link.act,
    link.object,
    link.detail,
    link.ip,
  ];
  return createHash('sha256').update(previous).update(JSON.stringify(said)).digest();
}
