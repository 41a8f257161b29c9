/** `sample.json` in the sample's data directory: the keys its shoppers send with, and whether its past is there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataDirectory } from '../data-directory.ts';
import { writeWhole } from '../write-file.ts';

export type SampleFile = { write_key: string; api_key: string; filled: boolean };

const pathIn = ({ path }: DataDirectory): string => join(path, 'sample.json');

export function readSample(directory: DataDirectory): SampleFile | null {
  const path = pathIn(directory);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as SampleFile) : null;
}

export const writeSample = (directory: DataDirectory, file: SampleFile): void =>
  writeWhole(pathIn(directory), JSON.stringify(file));
