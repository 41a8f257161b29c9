/**
 * Which addresses are the public internet. Everything else is refused by what it is, in whatever notation it came: loopback, private,
 * carrier, link-local, metadata, multicast, documentation, and the ranges that hide a v4 address inside a v6 one (NAT64, 6to4, Teredo).
 */
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Of all v6 space, only this much is given out (RFC 4291 § 2.4, IANA). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Addresses by which clouds talk to their machines, and that look public. */
const METADATA = new Set(['168.63.129.16']);
/** ISATAP (RFC 5214): an interface id of 0000:5efe or 0200:5efe, behind which stands a v4 address. */
const ISATAP = 0x5efe;

/** False also for what is no address. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || METADATA.has(parsed.toString())) return false;
  if (parsed instanceof ipaddr.IPv4) return true;
  return parsed.match(GLOBAL_UNICAST) && !isIsatap(parsed);
}

const isIsatap = ({ parts }: ipaddr.IPv6): boolean =>
  parts[5] === ISATAP && [0, 0x0200].includes(parts[4] as number);

/** One text for each address, so that two can be compared. */
export const normalise = (address: string): string => ipaddr.process(address).toNormalizedString();

/** What this machine is reached by: a service that its firewall hides from others would answer us. */
export function ownAddresses(): Set<string> {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return new Set(all.map(({ address }) => normalise(address.split('%')[0] as string)));
}
