/**
 * A kind of condition as data: its schema, the questions it comes to, its words in both languages and in the text form. Each stands in a file of
 * its own (`kinds/`); upper modules hand theirs in through the wiring, and every evaluator knows them at once.
 */
import type { z } from 'zod';
import type { Condition, Definition } from './ast.ts';
import type { Tree } from './question.ts';
import type { Reader } from './text/reader.ts';
import type { Said } from './words/said.ts';

/** What a definition refers to. */
export type Asking = {
  /** Null: there is none of that number. */
  segment(id: number): { name: string; definition: Definition } | null;
  /** Our numbers of the products in a category and in those below it (`Tea / Green tea`); null: there is no such category. */
  productsWithin(category: string): readonly number[] | null;
};

export type ConditionKind<C extends Condition = Condition> = {
  kind: C['kind'];
  schema: z.ZodType<C>;
  /** With which words its text form may begin. */
  begins: readonly string[];
  tree(condition: C, asking: Asking, within: readonly number[]): Tree;
  say(condition: C, asking: Asking): Said;
  print(condition: C): string;
  /** After the word it begins with. */
  parse(reader: Reader, begin: string): unknown;
};

/** Gives a kind its types, and forgets them for the list. */
export const conditionKind = <C extends Condition>(kind: ConditionKind<C>): ConditionKind =>
  kind as unknown as ConditionKind;
