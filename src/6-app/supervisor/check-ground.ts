/** What must be so before anything is started, each with its own sentence. */
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { Refusal } from '../refusal.ts';

const MIB = 2 ** 20;
const LEAST_FREE_MIB = 300;

export function checkNode(): void {
  if (process.versions.node.startsWith('24.')) return;
  throw new Refusal(
    `Regulars runs on Node 24; this is ${process.version}. Start it by npm start or bin/regulars.`,
    `Regulars 需在 Node 24 上运行；当前为 ${process.version}。请用 npm start 或 bin/regulars 启动。`,
  );
}

/** Makes the folder where it is missing. */
export function checkFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskIsFull(path, 0);
    throw new Refusal(
      `The data directory ${path} cannot be written to. Give it to the user that runs Regulars, or choose another with --data-dir.`,
      `数据目录 ${path} 无法写入。请授权给运行 Regulars 的用户，或用 --data-dir 另选目录。`,
    );
  }
}

export function checkDisk(path: string, leastFreeMib = LEAST_FREE_MIB): void {
  const { bavail, bsize } = statfsSync(path);
  const freeMib = Math.floor((bavail * bsize) / MIB);
  if (freeMib < leastFreeMib) throw diskIsFull(path, freeMib, leastFreeMib);
}

const diskIsFull = (path: string, freeMib: number, leastFreeMib = LEAST_FREE_MIB): Refusal =>
  new Refusal(
    `The disk of ${path} is full: ${freeMib} MB are free, ${leastFreeMib} MB are needed to start.`,
    `${path} 所在磁盘已满：剩余 ${freeMib} MB，启动至少需要 ${leastFreeMib} MB。`,
  );

export async function checkPort(host: string, port: number): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const probe = createServer();
    probe.once('error', done);
    probe.listen(port, host, () => probe.close(() => done(null)));
  });
  if (error) throw portRefusal(host, port, error.code);
}

function portRefusal(host: string, port: number, code: string | undefined): Refusal {
  if (code === 'EADDRINUSE')
    return new Refusal(
      `Port ${port} is in use. Stop what uses it, or choose another with --port.`,
      `端口 ${port} 已被占用。请停止占用它的程序，或用 --port 另选端口。`,
    );
  if (code === 'EACCES')
    return new Refusal(
      `Port ${port} needs a permission that this user does not have; choose one above 1023 and put a proxy in front.`,
      `当前用户无权使用端口 ${port}；请选择 1023 以上的端口，并在前面放置代理。`,
    );
  return new Refusal(
    `Regulars cannot listen on ${host}:${port} (${code}). HOST must be an address of this machine.`,
    `无法监听 ${host}:${port}（${code}）。HOST 必须是本机的地址。`,
  );
}
