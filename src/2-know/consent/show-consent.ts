import type { z } from 'zod';
import { profilesFor } from '#know/customers';
import { Problem } from '#platform/errors';
import type { Principal } from '#platform/http';
import { type CustomerId, customerId } from '#platform/ids';
import type { Platform } from '#platform/module';
import { standing } from './choice.ts';
import type { ChoiceShown, ConsentOf, newChoice } from './contract.ts';
import { recordChoices } from './record-choices.ts';
import * as store from './store.ts';

/** Throws `not_found`, also for customers the caller may not see. */
export async function showConsent(
  { db }: Pick<Platform, 'db'>,
  id: CustomerId,
  principal: Principal,
): Promise<ConsentOf> {
  const profiles = await profilesFor(db, id, principal);
  if (profiles.length === 0) throw new Problem('not_found');
  const recorded = await store.choicesOf(db, profiles);
  const counting = new Set(standing(recorded));
  return {
    standing: recorded.filter(({ choice }) => counting.has(choice)).map(shown),
    history: recorded.map(shown),
  };
}

const shown = ({ customerId: profile, choice, actor }: store.Recorded): ChoiceShown => ({
  purpose: choice.purpose,
  channel: choice.channel,
  state: choice.state,
  at: choice.at.toISOString(),
  method: choice.method,
  source: choice.source,
  text_version: choice.textVersion,
  profile: String(profile),
  actor,
});

export type ConsentParts = Pick<Platform, 'db' | 'log' | 'clock' | 'audit'>;

/** Staff note what she told them. */
export async function noteChoice(
  parts: ConsentParts,
  caller: Exclude<Principal, { kind: 'anonymous' }>,
  id: CustomerId,
  { text_version: textVersion, ...said }: z.output<typeof newChoice>,
): Promise<ConsentOf> {
  const profiles = await profilesFor(parts.db, id, caller);
  const profile = profiles.includes(id) ? id : profiles[0];
  if (profile === undefined) throw new Problem('not_found');
  const at = parts.clock.now();
  const choice = { ...said, at, textVersion, textDigest: null, locale: null };
  await parts.db.transaction().execute(async (tx) => {
    await recordChoices(parts, tx, [{ customerId: profile, choice }], {
      actor: `${caller.kind}:${caller.id}`,
      origin: 'live',
      at,
    });
    await parts.audit.record(tx, {
      actor: caller,
      act: 'customer.consent',
      object: `customer:${profile}`,
      detail: { purpose: said.purpose, channel: said.channel, state: said.state },
    });
  });
  return await showConsent(parts, customerId(profile), caller);
}
