/** `regulars sample`: filling the sample shop (which `start --demo` does by itself), and taking it off the disk. */
import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import { dataDirectory, instanceOf, isInstallation } from '../data-directory.ts';
import { Refusal, told } from '../refusal.ts';
import { sampleFolder } from '../sample/sample-settings.ts';
import { readStatus } from '../status-file.ts';
import { onInstallation, type Shared, say, settingsFrom, withPlatform } from './options.ts';

const asRecord = (options: Shared): Record<string, unknown> => options as Record<string, unknown>;

export function registerSample(program: Command): Command {
  const sample = program.command('sample').description('the sample shop, which `start --demo` opens');
  onInstallation(sample.command('fill').description('fill it with its past, once')).action(
    (options: Shared) =>
      withPlatform(asRecord(options), async (platform) => {
        if (platform.instance.kind !== 'sample') throw ownShop(platform.directory.path);
        const status = readStatus(platform.directory);
        if (!status) throw new Refusal('It does not run.', '示例商店未运行。');
        const { fillSample } = await import('../sample/fill-sample.ts');
        await fillSample(platform, status.url);
        say(options, { filled: true }, told('The sample shop is filled.', '示例商店已就绪。'));
      }),
  );
  onInstallation(sample.command('remove').description('take the sample shop off the disk')).action(
    (options: Shared) => {
      const directory = dataDirectory(sampleFolder(settingsFrom(asRecord(options)).DATA_DIR));
      if (!isInstallation(directory)) throw new Refusal('There is no sample shop.', '没有示例商店。');
      if (instanceOf(directory).kind !== 'sample') throw ownShop(directory.path);
      if (readStatus(directory)?.processes.length)
        throw new Refusal('It runs: stop it first.', '示例商店正在运行，请先停止。');
      rmSync(directory.path, { recursive: true });
      say(
        options,
        { removed: directory.path },
        told(`Removed ${directory.path}.`, `已删除 ${directory.path}。`),
      );
    },
  );
  return sample;
}

const ownShop = (path: string): Refusal =>
  new Refusal(`${path} holds a shop's own data.`, `${path} 中是店铺自己的数据。`);
