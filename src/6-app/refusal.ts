/** Why it does not start: one clear sentence in each language, and no stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly zh: string;

  constructor(en: string, zh: string) {
    super(en);
    this.zh = zh;
  }
}

export const isChinese = (env: NodeJS.ProcessEnv = process.env): boolean =>
  /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '');

/** What the command line says, in the language of whoever runs it. */
export const told = (en: string, zh: string): string => (isChinese() ? zh : en);

export const inOwnLanguage = (refusal: Refusal): string => (isChinese() ? refusal.zh : refusal.message);
