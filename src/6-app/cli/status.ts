/** `regulars status`: which processes run on a data directory. */
import type { Command } from 'commander';
import { dataDirectory } from '../data-directory.ts';
import { told } from '../refusal.ts';
import { readStatus } from '../status-file.ts';
import { onInstallation, say, settingsFrom } from './options.ts';

/** For scripts that only look at the exit code, as systemd has it. */
const NOT_RUNNING = 3;

export const registerStatus = (program: Command): Command =>
  onInstallation(program.command('status').description('say what runs')).action((options) => {
    const status = readStatus(dataDirectory(settingsFrom(options).DATA_DIR));
    const processes = (status?.processes ?? []).map(({ name, pid }) => ({ name, pid }));
    const running = processes.some(({ name }) => name === 'supervisor');
    const ready = running && (status?.ready ?? false);
    const { url = null, started_at = null } = status ?? {};
    const list = processes.map(({ name, pid }) => `\n  ${name.padEnd(12)}${pid}`).join('');
    const text = running ? `${headline(ready)} ${url}${list}` : told('Not running.', '未运行。');
    say(options, { running, ready, url, started_at, processes }, text);
    if (!running) process.exitCode = NOT_RUNNING;
  });

function headline(ready: boolean): string {
  return ready ? told('Running at', '运行中：') : told('Starting or stopping at', '正在启动或停止：');
}
