import type { Audit } from '../audit/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Mail } from '../mail/index.ts';
import type { Database } from '../postgres/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Me } from './contract.ts';
import type { createIdentity } from './identity.ts';
import type { Tickets } from './ticket.ts';

/** Of the installation, as everybody who signed in may know it. */
export type InstanceFacts = () => Promise<Me['instance']>;

/** What every act of auth works with. */
export type AuthParts = {
  database: Database;
  settings: Settings;
  clock: Clock;
  audit: Audit;
  mail: Mail;
  instance: InstanceFacts;
  identity: ReturnType<typeof createIdentity>;
  tickets: Tickets;
  /** Of a session. The sample's is another one: both may be open in one browser. */
  cookie: string;
  /** For digests of what failed to sign in. */
  secret: Buffer;
};
