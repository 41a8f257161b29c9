/** The server process: collection, API and console over HTTP. */

import { openFront } from '#act/storefront';
import { erasing } from '#know/customers';
import { userSigning } from '#know/sources/module';
import { Problem } from '#platform/errors';
import { createApp, createLanes } from '#platform/http';
import { ownSettings as instanceSettings } from '#platform/instance';
import { jobsHealth } from '#platform/jobs';
import { groundChecks, telemetryRoutes, watchLag } from '#platform/telemetry';
import { consoleFiles, shopFiles } from './console-files.ts';
import { everyFollower } from './followers.ts';
import { ownSettings, upUntilStopped } from './own-process.ts';
import { openPlatform } from './platform.ts';
import { securityHeaders } from './security-headers.ts';
import { modules, servesFront } from './wiring.ts';

const settings = ownSettings();
const platform = await openPlatform(settings, {
  process: 'server',
  connections: 16,
  ...(process.send && { moves: { to: (kind, digest) => void process.send?.({ move: kind, digest }) } }),
});
// Whoever asked the supervisor for the sample shop is expected.
process.on('message', (message: { admit?: string }) => message.admit && platform.auth.admit(message.admit));
const all = modules(platform);
const followers = () => everyFollower(platform.db, all);
const lag = watchLag(followers);
// A disk nearly full, or a log that is not followed any more: what can wait stops first.
const lanes = createLanes({
  closed: (lane) => {
    if (lane !== 'bulk') return null;
    const headers = { 'retry-after': '30' };
    if (platform.disk.state() !== 'roomy') return new Problem('disk_nearly_full', { headers });
    return lag.isLate() ? new Problem('followers_late', { headers }) : null;
  },
});
// Before anything is served: what a restore brought back of people who were erased goes again.
await erasing.reapplyErasures({ ...platform, folder: platform.directory.path, keepers: () => all });
// The sample's is opened when its past is there.
if (settings.SHOP_FRONT === 'on' && platform.instance.kind === 'shop') await openOwnFront();
const checks = [
  ...groundChecks(platform.db, platform.version),
  jobsHealth(platform.db),
  async () => platform.disk.report(),
  ...all.flatMap((module) => module.health ?? []),
];
const authenticate = platform.auth.authenticate;

const app = await createApp({
  routes: [
    ...all.flatMap((module) => module.routes ?? []),
    ...telemetryRoutes({ db: platform.db, checks, followers, lanes, disk: platform.disk, authenticate }),
  ],
  doors: all.flatMap((module) => module.door ?? []),
  authenticate,
  lanes,
  clock: platform.clock,
  trustProxy:
    settings.TRUSTED_PROXIES === ''
      ? false
      : settings.TRUSTED_PROXIES.split(',').map((address) => address.trim()),
  // Where it listens is told by who started it.
  logger: platform.logger.child({}, { level: settings.LOG_LEVEL === 'info' ? 'warn' : settings.LOG_LEVEL }),
  plugins: [securityHeaders(settings), consoleFiles, ...(servesFront(platform) ? [shopFiles] : [])],
});
await app.listen({ host: settings.HOST, port: settings.PORT });

await upUntilStopped();
lag.close();
await app.close();
await platform.close();
process.exit(0);

async function openOwnFront(): Promise<void> {
  const { shop_name: name } = await instanceSettings(platform.db);
  const { SHOP_ZONE: zone, SHOP_COUNTRY: country } = settings;
  const currency = country === 'CN' ? 'CNY' : 'USD';
  await openFront(
    { ...platform, signing: userSigning },
    { name: name || '店铺 / Shop', currency, zone, country },
  );
}
