/**
 * A letter to somebody of the staff, handed to the shop's mail server. Until the text itself was sent, a failure means that nothing
 * arrived (RFC 5321: the server takes responsibility with its answer to the end of DATA); after that, only an answer tells.
 */
import { createTransport, type Transporter } from 'nodemailer';
import { type OutboxHandler, Undelivered } from '../outbox/index.ts';
import type { Settings } from '../settings/index.ts';

export const STAFF_MAIL = 'staff mail';

/** Plain text: nothing in it can be hidden from whoever reads it. */
export type Letter = { to: string; subject: string; text: string };

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

export const smtpSender = (settings: Settings): OutboxHandler => {
  let transport: Transporter | null = null;
  return {
    kind: STAFF_MAIL,
    atLeastOnce: false,
    needsPublicUrl: true,
    send: async ({ key, payload }) => {
      if (settings.SMTP_URL === undefined) throw new Undelivered('no mail server is set', { again: true });
      transport ??= createTransport({
        url: settings.SMTP_URL,
        connectionTimeout: CONNECT_MS,
        greetingTimeout: CONNECT_MS,
        socketTimeout: SILENCE_MS,
        // A letter is text we wrote: nothing in it may make the server read a file or fetch an address.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const { to, subject, text } = payload as Letter;
      const from = settings.MAIL_FROM ?? senderOf(settings);
      await transport
        .sendMail({
          from,
          // As an object, so that a comma in it does not become a second recipient.
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${key}@${new URL(settings.PUBLIC_URL ?? 'http://regulars.invalid').hostname}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
        .catch(explain);
    },
  };
};

const senderOf = ({ PUBLIC_URL }: Settings): string =>
  `Regulars <no-reply@${new URL(PUBLIC_URL ?? 'http://regulars.invalid').hostname}>`;

type SmtpError = { code?: string; syscall?: string; timeoutType?: string; responseCode?: number };

/** The server's or the network's trouble, and before anything of the letter was said. */
const BEFORE_THE_LETTER = ['EAUTH', 'ENOAUTH', 'ETLS', 'EDNS'];
const BEFORE_THE_GREETING = ['CONNECTION_TIMEOUT', 'GREETING_TIMEOUT'];

function explain(error: unknown): never {
  const { code = '', syscall, timeoutType = '', responseCode } = error as SmtpError;
  const early =
    BEFORE_THE_LETTER.includes(code) || BEFORE_THE_GREETING.includes(timeoutType) || syscall === 'connect';
  if (responseCode) throw new Undelivered(`SMTP ${responseCode}`, { again: early || responseCode < 500 });
  if (early) throw new Undelivered(code, { again: true });
  // The server was not asked: an address that it could not be told.
  if (code === 'EENVELOPE') throw new Undelivered(code, { again: false });
  throw error;
}
