/** `regulars segments`: who is meant, asked from the command line. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Refusal } from '../refusal.ts';

export function registerSegments(program: Command): Command {
  const segments = program
    .command('segments')
    .description('segments: check the engine with cases of your own');
  segments
    .command('replay')
    .description('what the live engine, the query and the naive evaluator say of each line of a file')
    .argument(
      '<file>',
      'JSON lines: {"definition", "events": [… with received_at], "at": [instants], "zone"}; - for standard input',
    )
    .option('--json', 'one line of JSON a line of the file')
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      const lines = linesIn(file);
      const [{ createLanguage, proving }, { withOwnLake }] = await Promise.all([
        import('#decide/definitions'),
        import('../own-lake.ts'),
      ]);
      const answers = await withOwnLake((lake) => proving.replay(lake, createLanguage(), lines));
      for (const [index, answer] of answers.entries())
        process.stdout.write(`${json ? JSON.stringify(answer) : `${index + 1}: ${said(answer)}`}\n`);
      if (answers.some((answer) => 'error' in answer)) process.exitCode = 1;
    });
  return segments;
}

function linesIn(file: string): string[] {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } catch {
    throw new Refusal(`${file} cannot be read.`, `无法读取 ${file}。`);
  }
}

const said = (answer: object): string =>
  Object.entries(answer)
    .map(([who, answers]) => `${who} ${Array.isArray(answers) ? answers.map(Number).join('') : answers}`)
    .join('  ');
