/** `regulars explain 'Order Completed'`: who hears an event. */
import type { Command } from 'commander';
import { told } from '../refusal.ts';
import { onInstallation, say, withPlatform } from './options.ts';

export const registerExplain = (program: Command): Command =>
  onInstallation(program.command('explain').description('who hears an event').argument('<event>')).action(
    (event: string, options) =>
      withPlatform(options, async (platform) => {
        const [{ explain }, { modules }] = await Promise.all([
          import('../explain.ts'),
          import('../wiring.ts'),
        ]);
        const hearers = explain(modules(platform), event);
        const text = hearers
          .map((one) => `${one.module}: ${one.subscriber}${one.everything ? ' (hears everything)' : ''}`)
          .join('\n');
        say(options, { event, hearers }, text || told('Nobody hears it.', '没有订阅者接收该事件。'));
      }),
  );
