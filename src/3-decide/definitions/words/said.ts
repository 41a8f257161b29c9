/** What is said in both languages at once. */
export type Said = { en: string; zh: string };

export const said = (en: string, zh: string): Said => ({ en, zh });

/** Parts put together as each language does: `{0}` … stand for them. */
export function put({ en, zh }: Said, ...parts: readonly (Said | string | number)[]): Said {
  const fill = (text: string, language: keyof Said): string =>
    text.replace(/\{(\d)\}/g, (_, index: string) => {
      const part = parts[Number(index)];
      return typeof part === 'object' ? part[language] : String(part ?? '');
    });
  return { en: fill(en, 'en'), zh: fill(zh, 'zh') };
}

export function listed(parts: readonly Said[], by: 'and' | 'or'): Said {
  const [en, zh] = by === 'and' ? [' and ', '，且'] : [' or ', '，或'];
  return { en: parts.map((part) => part.en).join(en), zh: parts.map((part) => part.zh).join(zh) };
}

/** Something that stands for itself. */
export const quoted = (text: string): Said => said(`“${text}”`, `“${text}”`);
