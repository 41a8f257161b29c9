/**
 * What may be called: https (http only where allowed), on its own port, without a user in the URL, at addresses that are all public.
 * One private address among several refuses the name: whoever controls the name chooses which of them we would meet.
 */
import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Problem } from '../errors/index.ts';
import { isPublic, normalise, ownAddresses } from './address.ts';

/** Names to addresses. Rejects where there are none. */
export type Resolve = (name: string) => Promise<string[]>;

/**
 * What else may be called. The installation's own public address, which its owner set, may lie in their network and on any port; tests talk
 * to servers on this machine.
 */
export type Allowance = {
  address(address: string): boolean;
  port(port: number): boolean;
  http: boolean;
  /** Certificates to trust besides the usual. */
  ca?: string;
};

export type Target = { url: URL; addresses: LookupAddress[] };

const nothingElse: Allowance = { address: () => false, port: () => false, http: false };

/** Throws Problem `egress_refused`; rejects with the resolver's error where the name leads nowhere. */
export async function chooseTarget(text: string, resolve: Resolve, allowed = nothingElse): Promise<Target> {
  const url = parse(text, allowed);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(host) ? [host] : await resolve(host);
  const own = ownAddresses();
  const mayCall = (address: string): boolean =>
    isIP(address) !== 0 && (allowed.address(address) || (isPublic(address) && !own.has(normalise(address))));
  if (addresses.length === 0 || !addresses.every(mayCall)) throw new Problem('egress_refused');
  return { url, addresses: addresses.map((address) => ({ address, family: isIP(address) })) };
}

function parse(text: string, allowed: Allowance): URL {
  if (text.length > 2048 || !URL.canParse(text)) throw new Problem('egress_refused');
  const url = new URL(text);
  const secure = url.protocol === 'https:';
  if (!secure && !(url.protocol === 'http:' && allowed.http)) throw new Problem('egress_refused');
  if (url.username !== '' || url.password !== '' || url.hostname === '') throw new Problem('egress_refused');
  // URL leaves out the port that its scheme implies.
  if (url.port !== '' && !allowed.port(Number(url.port))) throw new Problem('egress_refused');
  return url;
}

/** Asks the name servers, not the machine's own files: names that only this machine knows lead nowhere. */
export function createResolve(servers?: string[]): Resolve {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (servers) resolver.setServers(servers);
  return async (name) => {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    throw (answers.find((answer) => answer.status === 'rejected') as PromiseRejectedResult).reason;
  };
}
