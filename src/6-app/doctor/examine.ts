/** What the doctor looks at, in the order in which one thing needs the other. What does not run cannot answer, and is not blamed for it. */
import type { Settings } from '#platform/settings';
import { type DataDirectory, isInstallation } from '../data-directory.ts';
import { readStatus } from '../status-file.ts';
import { clock, database, lake, server } from './answers.ts';
import { type Finding, finding } from './finding.ts';
import { disk, folder, freePort, node, secrets } from './ground.ts';

export async function examine(settings: Settings, directory: DataDirectory): Promise<Finding[]> {
  const ground = [node(), folder(directory), disk(settings, directory)];
  if (!isInstallation(directory)) return [...ground, await freePort(settings), nothingYet(directory)];
  const status = readStatus(directory);
  const names = (status?.processes ?? []).map(({ name }) => name);
  const found = [...ground, secrets(directory), processes(names)];
  if (!names.includes('supervisor')) return [...found, await freePort(settings)];
  return [
    ...found,
    await server(status?.url ?? ''),
    ...(await database(settings, directory)),
    await clock(settings, directory),
    await lake(settings, directory),
  ];
}

const nothingYet = ({ path }: DataDirectory): Finding =>
  finding(
    'installation',
    true,
    `There is no installation in ${path} yet; npm start makes one.`,
    `${path} 中还没有安装；npm start 会创建。`,
  );

const processes = (names: string[]): Finding =>
  finding(
    'processes',
    true,
    names.length > 0 ? `Running: ${names.join(', ')}.` : 'Nothing runs on this data directory.',
    names.length > 0 ? `正在运行：${names.join('、')}。` : '此数据目录上没有进程在运行。',
  );
