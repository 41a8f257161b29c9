/** What is known of somebody: what happened, and what was decided about who she is. */
import type { EventType, Json, JsonObject } from '#platform/log';

export type PastEvent = {
  /** Place in the log; settles what happened at the same instant. */
  position: number;
  /** The profile it belongs to. */
  customer: number;
  /** When it reached us, and when it happened; milliseconds. */
  receivedAt: number;
  at: number;
  /** Written by the house itself. */
  house: boolean;
  type: EventType;
  event: string;
  properties: JsonObject;
  context: JsonObject;
  /** What it says of her: `trait:city`, `tag:gift buyer`, `consent:marketing:email`. */
  facts: readonly Statement[];
};

export type Statement = { fact: string; value: Json };

/** Decided by a person or found by identity resolution: whose events count as hers. */
export type Change = {
  position: number;
  receivedAt: number;
  change: 'merge' | 'undo' | 'erase';
  /** The other profile. */
  customer: number;
};

export type History = { subject: number; events: readonly PastEvent[]; changes: readonly Change[] };

/** Profiles that count as her at an instant; none once she was erased. */
export function profilesAt({ subject, changes }: History, at: number): Set<number> {
  const hers = new Set([subject]);
  for (const { change, customer, receivedAt } of inOrder(changes)) {
    if (receivedAt > at) continue;
    if (change === 'erase') return new Set();
    if (change === 'merge') hers.add(customer);
    else hers.delete(customer);
  }
  return hers;
}

export const inOrder = <T extends { receivedAt: number; position: number }>(items: readonly T[]): T[] =>
  [...items].sort((one, other) => one.receivedAt - other.receivedAt || one.position - other.position);
