/**
 * `bin/regulars`: one file a command in `cli/`; each has --help and --json. Only the command that was called is loaded, because one of
 * them, `start`, stays and should stay small.
 */
import { Command } from 'commander';
import { explainFailure } from './cli/failure.ts';
import { VERSION } from './version.ts';

type Register = (program: Command) => Command;

const COMMANDS: Record<string, () => Promise<Register>> = {
  start: async () => (await import('./cli/start.ts')).registerStart,
  status: async () => (await import('./cli/status.ts')).registerStatus,
  worker: async () => (await import('./cli/worker.ts')).registerWorker,
  user: async () => (await import('./cli/user.ts')).registerUser,
  key: async () => (await import('./cli/key.ts')).registerKey,
  customer: async () => (await import('./cli/customer.ts')).registerCustomer,
  events: async () => (await import('./cli/events.ts')).registerEvents,
  import: async () => (await import('./cli/import.ts')).registerImport,
  backup: async () => (await import('./cli/backup.ts')).registerBackup,
  restore: async () => (await import('./cli/restore.ts')).registerRestore,
  upgrade: async () => (await import('./cli/upgrade.ts')).registerUpgrade,
  lake: async () => (await import('./cli/lake.ts')).registerLake,
  segments: async () => (await import('./cli/segments.ts')).registerSegments,
  doctor: async () => (await import('./cli/doctor.ts')).registerDoctor,
  explain: async () => (await import('./cli/explain.ts')).registerExplain,
  sample: async () => (await import('./cli/sample.ts')).registerSample,
  simulate: async () => (await import('./cli/simulate.ts')).registerSimulate,
  bench: async () => (await import('./cli/bench.ts')).registerBench,
};

const program = new Command('regulars').description('Regulars 回头客').version(VERSION).showHelpAfterError();

try {
  const called = COMMANDS[process.argv[2] ?? ''];
  const loaders = called ? [called] : Object.values(COMMANDS);
  for (const load of loaders) (await load())(program);
  await program.parseAsync(process.argv);
} catch (error) {
  explainFailure(error);
}
