/** Reads a definition that somebody wrote, and says everything that is wrong with it. */
import { Problem } from '#platform/errors';
import type { Platform } from '#platform/module';
import type { Condition, Definition, Node } from './ast.ts';
import type { ReadDefinition } from './contract.ts';
import type { Asking } from './kind.ts';
import type { Language } from './language.ts';
import type { Tree } from './question.ts';
import { type Kept, refuseTooFar } from './reach.ts';

/** Where what a definition refers to is looked up. */
export type References = {
  segments(ids: readonly number[]): Promise<ReadonlyMap<number, { name: string; definition: Definition }>>;
  /** Our numbers of products in a category and below; null: there is none. */
  productsWithin(category: string): Promise<readonly number[] | null>;
  keeps(): Promise<readonly Kept[]>;
};

export type ReadingParts = Pick<Platform, 'clock'> & {
  settings: Pick<Platform['settings'], 'SHOP_ZONE'>;
  language: Language;
  references: References;
};

type Given = { definition?: unknown; text?: string | undefined };

export async function reading(parts: ReadingParts, given: Given): Promise<ReadDefinition> {
  const { language } = parts;
  const definition = given.text === undefined ? language.check(given.definition) : language.parse(given.text);
  const { asking } = await understood(parts, definition);
  return { definition, text: language.print(definition), sentence: language.say(definition, asking) };
}

/** What it comes to now, with everything that it refers to. `own`: the segment that it is of. */
export async function understood(
  { language, references, settings, clock }: ReadingParts,
  definition: Definition,
  own?: number,
): Promise<{ tree: Tree; asking: Asking }> {
  const asking = await askingFor(references, definition);
  const tree = language.tree(definition, asking, own);
  refuseTooFar(tree, await references.keeps(), clock.now(), settings.SHOP_ZONE);
  return { tree, asking };
}

/** Everything that it refers to, and what that refers to in its turn. */
async function askingFor(references: References, definition: Definition): Promise<Asking> {
  const segments = new Map<number, { name: string; definition: Definition }>();
  const categories = new Map<string, readonly number[] | null>();
  let waiting = [definition];
  while (waiting.length > 0) {
    const conditions = waiting.flatMap(({ who }) => conditionsIn(who));
    for (const { category } of conditions)
      if (typeof category === 'string' && !categories.has(category))
        categories.set(category, await references.productsWithin(category));
    const wanted = conditions
      .filter(({ kind }) => kind === 'segment')
      .map(({ segment }) => segment as number)
      .filter((id) => !segments.has(id));
    const found = await references.segments([...new Set(wanted)]);
    for (const [id, segment] of found) segments.set(id, segment);
    waiting = [...found.values()].map((segment) => segment.definition);
  }
  const unknown = [...categories].find(([, products]) => products === null);
  if (unknown) throw new Problem('definition_refers', { params: { what: unknown[0] } });
  return {
    segment: (id) => segments.get(id) ?? null,
    productsWithin: (category) => categories.get(category) ?? null,
  };
}

function conditionsIn(node: Node): Condition[] {
  if ('all' in node) return (node.all as Node[]).flatMap(conditionsIn);
  if ('any' in node) return (node.any as Node[]).flatMap(conditionsIn);
  return 'not' in node ? conditionsIn(node.not as Node) : [node];
}
