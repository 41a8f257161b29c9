/** `regulars events`: look into the log. */
import type { Command } from 'commander';
import { position } from '#platform/ids';
import { type LoggedEvent, listenToLog } from '#platform/log';
import { sql } from '#platform/postgres';
import { told } from '../refusal.ts';
import { onInstallation, say, withPlatform } from './options.ts';

type Options = { json?: boolean; limit?: string; event?: string };
const asRecord = (options: Options): Record<string, unknown> => options as unknown as Record<string, unknown>;

export function registerEvents(program: Command): Command {
  const events = program.command('events').description('look into the log');
  onInstallation(events.command('count').description('how many there are')).action((options: Options) =>
    withPlatform(asRecord(options), async ({ db }) => {
      const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM log.event`.execute(db);
      say(options, { count: rows[0]?.count ?? 0 }, String(rows[0]?.count ?? 0));
    }),
  );
  onInstallation(events.command('find').description('by message id').argument('<message-id>')).action(
    (id: string, options: Options) =>
      withPlatform(asRecord(options), async ({ db, log }) => {
        const { sourceNames } = await import('#know/sources');
        const found = await log.byMessageId(db, [...(await sourceNames(db)).keys()], id);
        say(
          options,
          { items: found.map(shown) },
          found.map(line).join('\n') || told('No such event.', '没有这个事件。'),
        );
      }),
  );
  onInstallation(events.command('tail').description('the newest, and then as they arrive, until Ctrl-C'))
    .option('--limit <n>', 'how many of the newest', '10')
    .action((options: Options) => withPlatform(asRecord(options), (platform) => tail(platform, options)));
  return events;
}

async function tail(
  { db, log, database }: Parameters<Parameters<typeof withPlatform>[1]>[0],
  options: Options,
): Promise<void> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const wakeup = listenToLog(database.pool);
  let at = position(Math.max(0, (await log.head(db)) - Number(options.limit ?? 10)));
  while (!stopping.signal.aborted) {
    const seen = wakeup.count();
    const events = await log.read(db, { after: at, limit: 500 });
    for (const event of events) say(options, shown(event), line(event));
    at = events.at(-1)?.position ?? at;
    if (events.length === 0) await wakeup.after(seen, 2000, stopping.signal);
  }
  await wakeup.close();
}

const shown = (event: LoggedEvent): unknown => ({
  position: event.position,
  message_id: event.messageId,
  type: event.type,
  event: event.event,
  customer_id: event.customerId,
  received_at: event.receivedAt,
  timestamp: event.timestamp,
  properties: event.properties,
});

const line = (event: LoggedEvent): string =>
  `${event.receivedAt.toISOString()}  ${String(event.position).padStart(10)}  ${event.type.padEnd(8)}  ${event.event}  customer ${event.customerId}`;
