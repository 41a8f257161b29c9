/**
 * `npm test`: a list of checks, each with its line. Types and lint first because they are quick and explain the rest; then every vitest file
 * (architecture, unit, integration on the real engines), then those that drive a browser. `--night` raises the counts of the random
 * suites; names of files narrow it down. Ends with the one plain line that says how many tests passed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const night = args.includes('--night');
const only = args.filter((arg) => !arg.startsWith('--'));
const reports = mkdtempSync(join(tmpdir(), 'rg-test-'));
const BROWSER = 'test/browser/';

/** Nothing takes that long: whatever hangs is ended, and the rest still says what it has to say. */
const LIMIT_MS = night ? 24 * 3_600_000 : 35 * 60_000;

type Check = { name: string; script: string; args: string[]; report?: string };

const vitest = (name: string, given: string[]): Check => {
  const report = join(reports, `${name}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  return { name, script: 'vitest/vitest.mjs', args: ['run', ...given, ...reporters], report };
};

const types: Check = { name: 'types', script: 'typescript/bin/tsc', args: ['-p', '.'] };
const lint: Check = {
  name: 'lint',
  script: '@biomejs/biome/bin/biome',
  args: ['check', '--diagnostic-level=error', '.'],
};
const everything = [
  types,
  lint,
  vitest('tests', ['--exclude', `${BROWSER}**`]),
  vitest('browser', [BROWSER]),
];

installBrowser();
const checks = only.length > 0 ? [vitest('tests', only)] : everything;
const failed: string[] = [];
for (const check of checks) if (!(await passes(check))) failed.push(check.name);
const { passed, failures } = counted(checks);
rmSync(reports, { recursive: true, force: true });
if (failed.length > 0) console.log(`Not right: ${failed.join(', ')}`);
// A check that fails without a failing test is a failure too.
const total = Math.max(failures, failed.length);
console.log(`${passed} passed, ${total} failed`);
process.exit(total === 0 && passed > 0 ? 0 : 1);

/** In a process group of its own, so that nothing it started outlives it. */
async function passes({ name, script, args: given }: Check): Promise<boolean> {
  const start = performance.now();
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...given], {
    cwd: root,
    stdio: 'inherit',
    detached: true,
    env: { ...process.env, NODE_COMPILE_CACHE: '', ...(night && { REGULARS_NIGHT: '1' }) },
  });
  const end = (): void => endGroup(child.pid);
  process.once('SIGINT', end).once('SIGTERM', end);
  const limit = setTimeout(() => {
    console.log(`${name} took longer than ${LIMIT_MS / 60_000} minutes and was ended.`);
    end();
  }, LIMIT_MS);
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  clearTimeout(limit);
  process.off('SIGINT', end).off('SIGTERM', end);
  end();
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${Math.round((performance.now() - start) / 1000)} s)`);
  return code === 0;
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}

/** Over all reports. One that was never written counts as a failure, as does a file that broke before its first test. */
function counted(done: Check[]): { passed: number; failures: number } {
  const sums = { passed: 0, failures: 0 };
  for (const { report } of done) {
    if (!report) continue;
    const { numPassedTests = 0, numFailedTests = 1, numFailedTestSuites = 0 } = readReport(report);
    sums.passed += numPassedTests;
    sums.failures += numFailedTests || Math.min(1, numFailedTestSuites);
  }
  return sums;
}

function readReport(file: string): Record<string, number> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
}

/** The browser tests drive Debian's Chromium, with fonts that can show Chinese. */
function installBrowser(): void {
  if (existsSync('/usr/bin/chromium')) return;
  if (process.getuid?.() !== 0) {
    stop(
      'The browser tests need Chromium: install it (apt-get install chromium fonts-noto-cjk), or run npm test as root once.',
    );
  }
  console.log('Installing Chromium …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...given: string[]): number | null =>
    spawnSync('apt-get', given, { stdio: ['ignore', 'ignore', 'inherit'], env }).status;
  apt('update', '-qq');
  if (apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk') !== 0)
    stop('Chromium could not be installed: apt-get needs to reach a Debian mirror.');
}

function stop(sentence: string): never {
  console.log(sentence);
  process.exit(1);
}
