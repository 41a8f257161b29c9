/** `regulars user`: staff, from the command line: also for whoever forgot the owner's password. */
import type { Command } from 'commander';
import { ROLES, type Role } from '#platform/http';
import { Refusal, told } from '../refusal.ts';
import { onInstallation, say, withPlatform } from './options.ts';

export const OWNER_EMAIL = 'owner@regulars.local';

type Options = { email: string; name?: string; role?: string; json?: boolean };
const asRecord = (options: Options): Record<string, unknown> => options as unknown as Record<string, unknown>;

export function registerUser(program: Command): Command {
  const user = program.command('user').description('staff who sign in');
  onInstallation(user.command('create').description('make a member of staff'))
    .requiredOption('--email <email>', 'how they sign in')
    .requiredOption('--role <role>', ROLES.join(', '))
    .option('--name <name>', 'what colleagues see')
    .action((options: Options) =>
      withPlatform(asRecord(options), async ({ auth }) => {
        if (!ROLES.includes(options.role as Role))
          throw new Refusal(
            `--role must be one of ${ROLES.join(', ')}.`,
            `--role 必须是 ${ROLES.join('、')} 之一。`,
          );
        const made = await auth.createStaff({
          email: options.email,
          name: options.name ?? options.email,
          role: options.role as Role,
        });
        say(
          options,
          { id: made.id, email: options.email, password: made.password },
          `${options.email}  ${made.password}`,
        );
      }),
    );
  onInstallation(user.command('list').description('who there is')).action((options: Options) =>
    withPlatform(asRecord(options), async ({ auth }) => {
      const staff = await auth.listStaff();
      say(
        options,
        { items: staff },
        staff
          .map((one) => `${one.email}  ${one.role}${one.suspended ? told('  suspended', '  已停用') : ''}`)
          .join('\n'),
      );
    }),
  );
  onInstallation(user.command('reset').description('give a new password; ends all sessions'))
    .option('--email <email>', 'whose; the owner where not given', OWNER_EMAIL)
    .action((options: Options) =>
      withPlatform(asRecord(options), async ({ auth }) => {
        const { password } = await auth.resetPassword(options.email);
        say(options, { email: options.email, password }, `${options.email}  ${password}`);
      }),
    );
  onInstallation(user.command('first').description('make the owner, where there is nobody yet')).action(
    (options: Options) =>
      withPlatform(asRecord(options), async ({ auth }) => {
        if ((await auth.listStaff()).length > 0)
          return say(options, { owner: null }, told('There is staff already.', '已有员工账号。'));
        const { password } = await auth.createStaff({ email: OWNER_EMAIL, name: 'Owner', role: 'owner' });
        say(options, { owner: { email: OWNER_EMAIL, password } }, `${OWNER_EMAIL}  ${password}`);
      }),
  );
  for (const [name, suspended] of [
    ['suspend', true],
    ['reinstate', false],
  ] as const) {
    onInstallation(user.command(name).description(suspended ? 'shut out at once' : 'let in again'))
      .requiredOption('--email <email>', 'whom')
      .action((options: Options) =>
        withPlatform(asRecord(options), async ({ auth }) => {
          await auth.setSuspended(options.email, suspended);
          say(
            options,
            { email: options.email, suspended },
            suspended
              ? told(`${options.email} is suspended.`, `已停用 ${options.email}。`)
              : told(`${options.email} may sign in again.`, `${options.email} 可以重新登录。`),
          );
        }),
      );
  }
  return user;
}
