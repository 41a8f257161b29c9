import { type ChannelRow, channelById } from '#know/channels';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { channelId } from '#platform/ids';
import type { Db } from '#platform/postgres';

export const visibleTo = (principal: Principal): readonly string[] | null =>
  principal.kind === 'anonymous' ? [] : principal.channels;

/** Throws `not_found`, also for channels the caller is not limited to. */
export async function channelSeen(db: Db, id: number, principal: Principal): Promise<ChannelRow> {
  const channel = await channelById(db, channelId(id));
  const visible = visibleTo(principal);
  if (!channel || (visible && !visible.includes(String(id)))) throw new Problem('not_found');
  return channel;
}
