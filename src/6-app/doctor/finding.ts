/** One thing the doctor looked at: whether it is as it should be, and a sentence in each language. */
export type Finding = { name: string; ok: boolean; en: string; zh: string };

export const finding = (name: string, ok: boolean, en: string, zh: string): Finding => ({ name, ok, en, zh });
