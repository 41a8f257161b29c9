/**
 * Names in both languages. A catalogue has one title; a shop that speaks two says the other in attributes called `name:en`, `name:zh`,
 * `description:en`, `description:zh`. A category or a variant says both in one name, as `茶 / Tea` or `茶 · Tea`. What is said once is shown in both.
 */
export type Both = { en: string; zh: string };

export const titleOf = (goods: { title: string; attributes: Record<string, string> }): Both => ({
  en: goods.attributes['name:en'] ?? goods.title,
  zh: goods.attributes['name:zh'] ?? goods.title,
});

export const descriptionOf = (goods: {
  description: string | null;
  attributes: Record<string, string>;
}): Both => ({
  en: goods.attributes['description:en'] ?? goods.description ?? '',
  zh: goods.attributes['description:zh'] ?? goods.description ?? '',
});

const CHINESE = /[\u3400-\u9fff]/;

/** `茶 · Tea`: the half with Chinese in it, and the other. */
export function bothOf(name: string): Both {
  const [first = '', second = '', ...more] = name.split(/ [/·|] /);
  if (second === '' || more.length > 0 || CHINESE.test(first) === CHINESE.test(second))
    return { en: name, zh: name };
  return CHINESE.test(first) ? { zh: first, en: second } : { en: first, zh: second };
}

/** Attributes but those that are translations; `name:en` of a fact is not looked for further. */
export const factsOf = (attributes: Record<string, string>): { name: Both; value: Both }[] =>
  Object.entries(attributes)
    .filter(([name]) => !name.includes(':'))
    .map(([name, value]) => ({ name: bothOf(name), value: bothOf(value) }));
