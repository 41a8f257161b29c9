/** For tests that call servers on this machine, which nothing else may. */
import { isIPv4 } from 'node:net';
import type { Allowance } from '../policy.ts';

export { selfSigned } from './certificate.ts';
export { type NameServer, startNameServer } from './name-server.ts';

/** 127.0.0.2 and up: 127.0.0.1 stays forbidden, so that a test can tell the two apart. */
export const testServers: Allowance = {
  address: (address) => isIPv4(address) && /^127\.0\.0\.(?!1$)/.test(address),
  port: () => true,
  http: true,
};
