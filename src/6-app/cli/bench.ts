/** `regulars bench NAME`: measures, and prints one JSON object of figures by id. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { Refusal } from '../refusal.ts';

/** Each file of `bench/` whose name is not a part of one exports `run`. */
export type Bench = {
  run(options: { scale: number; seed: number; cases: number }): Promise<Record<string, unknown>>;
};

const folder = fileURLToPath(new URL('../bench', import.meta.url));
const names = (): string[] =>
  readdirSync(folder)
    .filter((file) => /^[a-z]+\.ts$/.test(file))
    .map((file) => file.replace('.ts', ''));

export const registerBench = (program: Command): Command =>
  program
    .command('bench')
    .description(`measure: ${names().join(', ')}`)
    .argument('<name>')
    .option('--scale <factor>', 'shrink what is loaded, such as 0.1', '1')
    .option('--seed <n>', 'seed of what is random', '1')
    .option('--cases <n>', 'how many cases, where there are cases', '0')
    .option('--json', 'one line of JSON (else indented)')
    .action(async (name: string, options: { scale: string; seed: string; cases: string; json?: boolean }) => {
      if (!/^[a-z]+$/.test(name) || !existsSync(`${folder}/${name}.ts`))
        throw new Refusal(
          `There is no benchmark ${name}; there are ${names().join(', ')}.`,
          `没有名为 ${name} 的基准测试；可用：${names().join('、')}。`,
        );
      if (!(Number(options.scale) > 0))
        throw new Refusal('--scale must be a number above 0.', '--scale 必须是大于 0 的数。');
      const bench = (await import(`../bench/${name}.ts`)) as Bench;
      const figures = await bench.run({
        scale: Number(options.scale),
        seed: Number(options.seed),
        cases: Number(options.cases),
      });
      process.stdout.write(`${JSON.stringify(figures, null, options.json ? 0 : 2)}\n`);
      process.exit(0);
    });
