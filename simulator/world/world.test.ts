import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkedWorld, readWorld, WORLDS, WorldError } from './read-world.ts';

type Node = { [key: string]: unknown };

/** Every place of a schema that stands for a value, with its way. */
function* places(node: Node, way: string): Generator<[string, Node]> {
  if (typeof node.type === 'string') yield [way, node];
  for (const [name, below] of Object.entries((node.properties as Node) ?? {}))
    yield* places(below as Node, `${way}.${name}`);
  for (const part of ['items', 'additionalProperties'])
    if (node[part] && typeof node[part] === 'object') yield* places(node[part] as Node, `${way}[]`);
}

describe('a world', () => {
  it.each(WORLDS)('%s ships and fits the schema', (name) => {
    expect(readWorld(name).name).toBe(name);
  });

  it('of the sample shop differs from the small one in what it says, and in nothing else', () => {
    const sample = readWorld(new URL('../sample/world.json', import.meta.url).pathname);
    const small = readWorld('small');
    expect(sample.customers).toBeLessThan(small.customers);
    const { name, customers, faults, $schema } = small as typeof small & { $schema: string };
    expect({
      ...sample,
      name,
      customers,
      $schema,
      faults: { ...sample.faults, bots: faults.bots },
    }).toEqual(small);
  });

  it('has a meaning written down for every number', () => {
    const schema = JSON.parse(readFileSync(new URL('schema.json', import.meta.url), 'utf8')) as Node;
    const all = [...places(schema, 'world')];
    expect(all.length).toBeGreaterThan(200);
    expect(
      all
        .filter(([, { description }]) => typeof description !== 'string' || description.length < 5)
        .map(([way]) => way),
    ).toEqual([]);
  });

  it('is refused by the place that is wrong', () => {
    const world = structuredClone(readWorld('small'));
    world.basket.cancelled_share = 3;
    expect(() => checkedWorld(world)).toThrow(/basket\.cancelled_share/);
    expect(() => checkedWorld({ ...readWorld('small'), more: 1 })).toThrow(WorldError);
    expect(() => readWorld('nowhere.json')).toThrow(/no world/);
  });
});
