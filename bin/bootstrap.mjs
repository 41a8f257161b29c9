/**
 * Before anything of ours runs: installs what is missing and builds the faces whose sources changed. Plain JavaScript, because it runs
 * on whatever Node the machine has; `bin/regulars` then goes on in the pinned Node 24.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const LEAST_NODE = 20;
const PASSES = 3;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

function say(en, zh) {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  process.stderr.write(`${/^zh/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? zh : en}\n`);
}

function stop(en, zh) {
  say(en, zh);
  process.exit(1);
}

const digest = (parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
};

const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/** Libraries, when the lock file is not the one that was installed last. */
function install() {
  const marker = join(modules, '.regulars-installed');
  const wanted = digest([readFileSync(join(root, 'package-lock.json')), process.arch]);
  awaitOther(marker);
  const found = read(marker);
  if (found === wanted) return;
  say('Installing what is missing …', '正在安装所需组件……');
  try {
    // Killed in the middle: nobody knows which packages are whole.
    if (found.startsWith('installing')) rmSync(modules, { recursive: true, force: true });
    mkdirSync(modules, { recursive: true });
    writeFileSync(marker, `installing ${process.pid}`);
    npm();
    writeFileSync(marker, wanted);
  } catch (error) {
    if (error.code === 'ENOSPC') stop('The disk is full.', '磁盘已满。');
    stop(
      `This user may not write into ${root} (${error.code}).`,
      `当前用户无法写入 ${root}（${error.code}）。`,
    );
  }
}

/**
 * `npm install --no-save` takes every version from the lock file, as `npm ci` does, but leaves alone what is right already; and it accepts
 * a lock file made where a registry does not carry packages for other systems, which `npm ci` refuses as incomplete.
 *
 * npm leaves out without a word an optional package that the Node it runs on is too old for, or that could not be fetched. The first pass
 * brings the pinned Node; later ones run on it, until nothing that this machine needs is missing.
 */
function npm() {
  let done = npmInstall(process.env.PATH);
  for (let pass = 1; done.status === 0 && missing().length > 0 && pass <= PASSES; pass++) {
    done = npmInstall(`${dirname(pinnedNode())}:${process.env.PATH}`);
  }
  if (done.status === 0 && missing().length === 0) return;
  process.stderr.write(done.stderr ?? '');
  if (/ENOSPC/.test(done.stderr)) stop('The disk is full.', '磁盘已满。');
  const names = done.status === 0 ? ` (${missing().join(', ')})` : '';
  stop(
    `The libraries could not be installed${names}: npm needs to reach its registry, and to write into this folder.`,
    `无法安装依赖${names}：npm 需要能访问其软件源，并能写入本目录。`,
  );
}

function npmInstall(path) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return spawnSync('npm', ['install', '--no-save', ...quiet], {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
}

/** Optional packages made for this system that are not there: the binaries of those that ship one for each system. */
function missing() {
  const { packages } = JSON.parse(read(join(root, 'package-lock.json')));
  const fits = ({ optional, os, cpu, libc }) =>
    optional &&
    cpu?.includes(process.arch) &&
    os?.includes(process.platform) &&
    (libc?.includes('glibc') ?? true);
  return Object.keys(packages).filter((path) => fits(packages[path]) && !existsSync(join(root, path)));
}

/** Two starts at once in a fresh clone: the second waits for what the first installs. */
function awaitOther(marker) {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; ; waited++) {
    const [, pid] = /^installing (\d+)$/.exec(read(marker)) ?? [];
    if (!pid || Number(pid) === process.pid || !isBootstrap(pid)) return;
    if (waited === 0) say('Another start is installing; waiting for it …', '另一个进程正在安装，请稍候……');
    Atomics.wait(pause, 0, 0, 500);
  }
}

const isBootstrap = (pid) => read(`/proc/${pid}/cmdline`).includes('bootstrap.mjs');

function pinnedNode() {
  const node = join(modules, `node-linux-${process.arch}/bin/node`);
  if (existsSync(node)) return node;
  return stop(
    `Regulars runs on Linux with glibc, on x64 and arm64; this is ${process.platform} ${process.arch}.`,
    `Regulars 需要 x64 或 arm64 的 Linux（glibc）；当前为 ${process.platform} ${process.arch}。`,
  );
}

/** Everything the faces are made of, so that they are built again exactly when one of these changed. */
function sourcesOf(folder, inside = false) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return inside || entry.name === 'contract.ts' ? [path] : [];
    if (['node_modules', 'dist', '.git'].includes(entry.name)) return [];
    return sourcesOf(path, inside || entry.name === 'console');
  });
}

const FACES = { console: '控制台', tag: '网站脚本', shop: '店铺前台' };

function buildFaces(node) {
  for (const face of Object.keys(FACES)) {
    if (!existsSync(join(root, `web/${face}/vite.config.ts`))) continue;
    const files = [...sourcesOf(`web/${face}`, true), ...sourcesOf('src'), 'package-lock.json'].sort();
    const wanted = digest(files.flatMap((file) => [file, readFileSync(join(root, file))]));
    const marker = join(root, `web/${face}/dist/.built`);
    if (read(marker) === wanted) continue;
    say(`Building the ${face} …`, `正在构建${FACES[face]}……`);
    build(node, face);
    compress(join(root, `web/${face}/dist`));
    writeFileSync(marker, wanted);
  }
}

function build(node, face) {
  const vite = join(modules, 'vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(
    node,
    [vite, 'build', join(root, 'web', face), '--logLevel', 'warn'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' },
  );
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  stop(`The ${face} could not be built.`, `${FACES[face]}构建失败。`);
}

/** Once here instead of with every answer. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!/\.(js|css|svg)$/.test(entry.name)) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const text = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(text));
  }
}

if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
  stop(
    `Regulars needs Node ${LEAST_NODE} or newer to install itself; this is ${process.version}.`,
    `安装 Regulars 需要 Node ${LEAST_NODE} 或更高版本；当前为 ${process.version}。`,
  );
}

const [command = '', ...rest] = process.argv.slice(2);
install();
const node = pinnedNode();
if (['start', 'upgrade', 'test', 'bench'].includes(command) && !rest.includes('--help')) buildFaces(node);
