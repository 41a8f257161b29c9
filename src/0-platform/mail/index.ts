/**
 * Mail through the shop's own server (`SMTP_URL`): one letter at a time from the outbox, at most once. A letter that was handed over and not
 * answered for is in doubt and not repeated by itself.
 *
 * It leaves to `platform/outbox`: when a letter goes, and how often it is tried. Campaigns are another kind, with a gate of their own.
 */
import type { Outbox } from '../outbox/index.ts';
import type { Tx } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import { type Letter, STAFF_MAIL } from './smtp-sender.ts';

export { type Letter, STAFF_MAIL, smtpSender } from './smtp-sender.ts';

export type Mail = {
  /** In the caller's transaction, once for each key. Returns false where no mail server is set. */
  write(tx: Tx, key: string, letter: Letter): Promise<boolean>;
};

export const createMail = ({ outbox, settings }: { outbox: Outbox; settings: Settings }): Mail => ({
  write: async (tx, key, letter) =>
    settings.SMTP_URL !== undefined && (await outbox.put(tx, { kind: STAFF_MAIL, key, payload: letter })),
});
