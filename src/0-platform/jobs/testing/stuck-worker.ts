/** A process that takes one job, says so, and never finishes it: for tests that kill it. Argument: the database's address as JSON. */
import pino from 'pino';
import { systemClock } from '../../clock/index.ts';
import { connect } from '../../postgres/index.ts';
import { runJobs } from '../index.ts';

await runJobs(
  [
    {
      name: 'test: stuck',
      run: () =>
        new Promise(() => {
          process.stdout.write('taken\n');
        }),
    },
  ],
  {
    database: connect(JSON.parse(process.argv[2] as string)),
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    signal: new AbortController().signal,
  },
);
