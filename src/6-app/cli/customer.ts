/** `regulars customer`: find somebody by what the shop calls her, and erase her. */
import type { Command } from 'commander';
import { customerId } from '#platform/ids';
import type { AppPlatform } from '../platform.ts';
import { Refusal } from '../refusal.ts';
import { onInstallation, type Shared, say, withPlatform } from './options.ts';

type Options = Shared & { userId?: string; anonymousId?: string; id?: string; only?: boolean };
const asRecord = (options: Options): Record<string, unknown> => options as Record<string, unknown>;

const withWho = (command: Command): Command =>
  onInstallation(command)
    .option('--user-id <id>', 'what the shop calls her')
    .option('--anonymous-id <id>', 'what her browser is called')
    .option('--id <number>', 'number of the profile');

export function registerCustomer(program: Command): Command {
  const customer = program.command('customer').description('find and erase customers');
  withWho(customer.command('find').description('profiles an identifier leads to')).action(
    (options: Options) =>
      withPlatform(asRecord(options), async (platform) => {
        const items = await found(platform, options);
        say(
          options,
          { items },
          items
            .map((one) => `${one.customer_id}  ${one.events} events${one.erased_at ? '  erased' : ''}`)
            .join('\n') || 'Nobody.',
        );
      }),
  );
  withWho(customer.command('erase').description('erase for good: keys, identifiers, everything personal'))
    .option('--only', 'leave alone the profiles that were seen together with hers')
    .action((options: Options) => withPlatform(asRecord(options), (platform) => erase(platform, options)));
  return customer;
}

async function found(platform: AppPlatform, options: Options) {
  const { erasing } = await import('#know/customers');
  return await erasing.findCustomers(platform, who(options));
}

async function erase(platform: AppPlatform, options: Options): Promise<void> {
  const [{ erasing }, { modules }] = await Promise.all([import('#know/customers'), import('../wiring.ts')]);
  const parts = { ...platform, folder: platform.directory.path, keepers: () => modules(platform) };
  const certificates = [];
  for (const one of await found(platform, options)) {
    const certificate = await erasing.eraseCustomer(
      parts,
      { kind: 'system', name: 'command line' },
      customerId(one.customer_id),
      !options.only,
    );
    if (certificate) certificates.push(certificate);
  }
  if (certificates.length === 0)
    throw new Refusal('There is nobody to erase by that identifier.', '没有找到可删除的客户。');
  const erased = certificates.flatMap((certificate) => certificate.customers);
  say(
    options,
    { certificates },
    `Erased: ${erased.join(', ')}. Certificate ${certificates.map((certificate) => certificate.id).join(', ')}.`,
  );
}

function who({ userId, anonymousId, id }: Options) {
  if (userId !== undefined) return { kind: 'user_id', value: userId } as const;
  if (anonymousId !== undefined) return { kind: 'anonymous_id', value: anonymousId } as const;
  if (id !== undefined) return { kind: 'customer_id', value: id } as const;
  throw new Refusal(
    'Say whom: --user-id, --anonymous-id or --id.',
    '请指定客户：--user-id、--anonymous-id 或 --id。',
  );
}
