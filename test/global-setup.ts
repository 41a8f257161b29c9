/** One PostgreSQL for the whole run; each test file clones a database of its own from a migrated template. */
import { startTestCluster } from '../src/0-platform/postgres/testing.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const { address, stop } = await startTestCluster();
  process.env.REGULARS_TEST_POSTGRES = address;
  return stop;
}
