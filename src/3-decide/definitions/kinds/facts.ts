/** What is known of her now: traits, attributes, tags, consent. Of each, what was said last. */
import { z } from 'zod';
import { Problem } from '#platform/errors';
import { test, text } from '../ast.ts';
import { identifies } from '../identifying.ts';
import { conditionKind } from '../kind.ts';
import type { Tree } from '../question.ts';
import { parseName, parseTest, printName, printTest } from '../text/parts.ts';
import { sayTest } from '../words/phrases.ts';
import { put, quoted, type Said, said } from '../words/said.ts';

const name = text(200).refine((value) => !/`/.test(value) && value.trim() === value, 'text_invalid');

/** Of what identifies nothing is known (`facts.ts`): whoever asks is told so, instead of being answered that nobody has it. */
function valueHolds(kind: 'trait' | 'attribute', of: string, is: z.output<typeof test>): Tree {
  if (identifies(of)) throw new Problem('definition_personal', { params: { what: of } });
  return factHolds(`${kind}:${of}`, is);
}

const factHolds = (fact: string, is: z.output<typeof test>): Tree => ({
  question: { of: { from: 'facts', facts: [fact] }, window: null, measure: { of: 'value' }, test: is },
});

const traitSchema = z.strictObject({ kind: z.literal('trait'), trait: name, is: test });
/** What the shop said of her by identify calls. */
export const trait = conditionKind<z.output<typeof traitSchema>>({
  kind: 'trait',
  schema: traitSchema,
  begins: ['trait'],
  tree: ({ trait: of, is }) => valueHolds('trait', of, is),
  say: ({ trait: of, is }) => put(said('trait {0} {1}', '特征{0}{1}'), quoted(of), sayTest(is)),
  print: ({ trait: of, is }) => `trait ${printName(of)} ${printTest(is)}`,
  parse: (reader) => ({ kind: 'trait', trait: parseName(reader), is: parseTest(reader) }),
});

const attributeSchema = z.strictObject({ kind: z.literal('attribute'), attribute: name, is: test });
/** What staff noted of her (`know/attributes`). */
export const attribute = conditionKind<z.output<typeof attributeSchema>>({
  kind: 'attribute',
  schema: attributeSchema,
  begins: ['attribute'],
  tree: ({ attribute: of, is }) => valueHolds('attribute', of, is),
  say: ({ attribute: of, is }) => put(said('attribute {0} {1}', '属性{0}{1}'), quoted(of), sayTest(is)),
  print: ({ attribute: of, is }) => `attribute ${printName(of)} ${printTest(is)}`,
  parse: (reader) => ({ kind: 'attribute', attribute: parseName(reader), is: parseTest(reader) }),
});

const tagSchema = z.strictObject({ kind: z.literal('tag'), tag: text(100) });
export const tag = conditionKind<z.output<typeof tagSchema>>({
  kind: 'tag',
  schema: tagSchema,
  begins: ['tag'],
  tree: ({ tag: of }) => factHolds(`tag:${of}`, { op: 'is', value: true }),
  say: ({ tag: of }) => put(said('is tagged {0}', '有标签{0}'), quoted(of)),
  print: ({ tag: of }) => `tag ${JSON.stringify(of)}`,
  parse: (reader) => ({ kind: 'tag', tag: reader.value('text').value }),
});

const VERDICTS = ['granted', 'refused', 'unsaid'] as const;
const place = z.string().regex(/^[a-z_]{1,40}$/);
const consentSchema = z.strictObject({
  kind: z.literal('consent'),
  purpose: place,
  /** What was said to any channel counts too. */
  channel: place,
  /** `granted`: she said yes and nothing refuses; `refused`: she said no, to one of them at least; `unsaid`: neither. */
  is: z.enum(VERDICTS),
});
const VERDICT_WORDS: Record<(typeof VERDICTS)[number], Said> = {
  granted: said('consents to {0} by {1}', '同意通过 {1} 接收 {0}'),
  refused: said('refuses {0} by {1}', '拒绝通过 {1} 接收 {0}'),
  unsaid: said('said nothing of {0} by {1}', '未表态是否通过 {1} 接收 {0}'),
};
export const consent = conditionKind<z.output<typeof consentSchema>>({
  kind: 'consent',
  schema: consentSchema,
  begins: ['consent'],
  tree: ({ purpose, channel, is }) => ({
    question: {
      of: { from: 'facts', facts: [`consent:${purpose}:${channel}`, `consent:${purpose}:any`] },
      window: null,
      measure: { of: 'consent' },
      test: { op: 'is', value: is },
    },
  }),
  say: ({ purpose, channel, is }) => put(VERDICT_WORDS[is], purpose, channel),
  print: ({ purpose, channel, is }) => `consent ${purpose} ${channel} ${is}`,
  parse: (reader) => ({
    kind: 'consent',
    purpose: reader.value('word').value,
    channel: reader.value('word').value,
    is: reader.oneOf(VERDICTS),
  }),
});
