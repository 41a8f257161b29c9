/** Which tags a person has, of all that was said of them at her profiles: of each the last word counts, as for her traits. Pure. */
import type { CustomerId } from '#platform/ids';

export type TagSaid = { profile: CustomerId; tag: string; isThere: boolean; at: Date };

export function standingTags(said: readonly TagSaid[]): string[] {
  const last = new Map<string, TagSaid>();
  for (const word of said) {
    const before = last.get(word.tag);
    if (!before || word.at > before.at || (Number(word.at) === Number(before.at) && word.isThere))
      last.set(word.tag, word);
  }
  return [...last.values()].flatMap(({ tag, isThere }) => (isThere ? [tag] : [])).sort();
}
