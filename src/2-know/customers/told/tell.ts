/**
 * What a file or a platform's feed tells of customers, beside their orders: who somebody is, and what she did. It goes into the log like
 * everything else, once, however often the same is told.
 */
import { createHash } from 'node:crypto';
import { type CustomerId, HOUSE } from '#platform/ids';
import type { JsonObject, NewEvent, Origin } from '#platform/log';
import type { Platform } from '#platform/module';
import type { Tx } from '#platform/postgres';
import { seal } from '#platform/vault';
import type { RequestedThing } from '../contract.ts';
import type { CustomerDirectory, Subject } from '../directory.ts';
import type { Identifier } from '../identifier.ts';
import { dueAt } from '../requests/request.ts';
import { addRequests, type NewRequest } from '../requests/store.ts';

export type Told = {
  /** Most believed first; the first leads to the profile. At least one. */
  identifiers: readonly Identifier[];
  traits: JsonObject;
  /** Null: only who she is. `personal`: what she wrote, and whatever else leads to her; sealed. */
  event: { name: string; properties: JsonObject; personal?: JsonObject } | null;
  at: Date;
  /** The same twice is told once. */
  messageId: string;
  /** What she asks of what is kept about her, and by way of whom (`connection:3`). */
  asks?: { what: RequestedThing; via: string };
};

export type TellParts = Pick<Platform, 'db' | 'log' | 'clock'> & { customers: CustomerDirectory };

/** `alongside`: what else belongs in the same transaction, with whom each was about. Returns how many were new. */
export async function tell(
  { db, log, clock, customers }: TellParts,
  told: readonly Told[],
  origin: Origin,
  alongside?: (tx: Tx, whom: readonly CustomerId[]) => Promise<void>,
): Promise<number> {
  if (told.length === 0) return 0;
  for (let attempt = 0; attempt < 10; attempt++) {
    const { subjects, epoch } = await customers.subjectsOf(
      told.map(({ identifiers }) => identifiers[0] as Identifier),
    );
    const at = clock.now();
    const events = told.map((one, index) => eventOf(one, subjects[index] as Subject, { origin, at }));
    const stored = await db.transaction().execute(async (tx) => {
      const verdicts = await log.appendSealed(tx, events, epoch);
      if (!verdicts) return null;
      const whom = subjects.map(({ customerId }) => customerId);
      const asked = told.filter((_, index) => verdicts[index]?.status === 'stored');
      await addRequests(
        tx,
        asked.flatMap((one) => requestOf(one, whom[told.indexOf(one)] as CustomerId, at)),
      );
      await alongside?.(tx, whom);
      return verdicts;
    });
    if (stored) return stored.filter(({ status }) => status === 'stored').length;
    // Somebody was erased meanwhile: her key is gone.
    customers.forget();
  }
  throw new Error('Customers are being erased all the time.');
}

const requestOf = ({ asks }: Told, customer: CustomerId, at: Date): NewRequest[] =>
  asks
    ? [
        {
          customer_id: customer,
          what: asks.what,
          asked_via: asks.via,
          asked_at: at,
          due_at: dueAt(asks.what, at),
        },
      ]
    : [];

function eventOf(
  { identifiers, traits, event, at, messageId }: Told,
  { customerId, key }: Subject,
  { origin, at: now }: { origin: Origin; at: Date },
): NewEvent {
  return {
    sourceId: HOUSE,
    messageId,
    type: event ? 'track' : 'identify',
    event: event?.name ?? '',
    customerId,
    origin,
    timestamp: at,
    receivedAt: now,
    properties: JSON.stringify(event?.properties ?? {}),
    context: '{}',
    personal: seal(
      key,
      JSON.stringify({
        ...personalOf(identifiers, traits),
        ...(event?.personal && { properties: event.personal }),
      }),
    ),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([identifiers, traits, event, at]))
      .digest('hex')
      .slice(0, 16),
    flags: 0,
    causedBy: null,
    depth: 0,
    schemaVersion: 1,
  };
}

/** In the places where the log's readers look for who somebody is. */
export function personalOf(identifiers: readonly Identifier[], traits: JsonObject): JsonObject {
  const given = (kind: string): string | undefined =>
    identifiers.find((identifier) => identifier.kind === kind)?.value;
  const [userId, email, phone] = [given('user_id'), given('email'), given('phone')];
  const others = identifiers.filter(({ kind }) => !['user_id', 'email', 'phone'].includes(kind));
  return {
    ...(userId !== undefined && { userId }),
    traits: { ...traits, ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) },
    context: {
      externalIds: others.map(({ kind, value }) => ({
        id: value,
        type: kind,
        collection: 'users',
        encoding: 'none',
      })),
    },
  };
}
