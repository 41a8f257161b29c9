/** Reads a world: one that ships by its name, any other by its path. `extends` names a world that it differs from. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SHELVES } from '../catalogue/make-catalogue.ts';
import type { World } from './world.ts';

export const WORLDS = ['small', 'shop', 'large'] as const;
const folder = fileURLToPath(new URL('.', import.meta.url));

type Json = { [key: string]: unknown };

/** What a world says wrong, in words. */
export class WorldError extends Error {}

export function readWorld(nameOrPath: string): World {
  return checkedWorld(whole(pathOf(nameOrPath)));
}

/** Throws `WorldError` with every place that is wrong. */
export function checkedWorld(raw: unknown): World {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8')));
  const checked = schema.safeParse(raw);
  if (!checked.success)
    throw new WorldError(
      checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  const world = raw as World;
  const unknown = Object.keys(world.catalogue.shelves).filter((id) => !SHELVES.some((one) => one.id === id));
  if (unknown.length > 0) throw new WorldError(`catalogue.shelves: no words for ${unknown.join(', ')}`);
  return world;
}

function pathOf(nameOrPath: string): string {
  const shipped = (WORLDS as readonly string[]).includes(nameOrPath);
  const path = shipped ? join(folder, `${nameOrPath}.json`) : nameOrPath;
  if (!existsSync(path)) throw new WorldError(`There is no world ${nameOrPath}; ${WORLDS.join(', ')} ship.`);
  return path;
}

function whole(path: string): Json {
  const { extends: base, ...own } = JSON.parse(readFileSync(path, 'utf8')) as Json;
  if (typeof base !== 'string') return own;
  const beside = join(dirname(path), `${base}.json`);
  return merged(whole(existsSync(beside) ? beside : pathOf(base)), own);
}

/** Objects go together, everything else takes the place of what was there. */
function merged(below: Json, above: Json): Json {
  const result = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = result[key];
    result[key] = isObject(under) && isObject(value) ? merged(under, value) : value;
  }
  return result;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
