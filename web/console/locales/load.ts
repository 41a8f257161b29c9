/** The two languages of the console. A catalogue is loaded when it is needed, so that nobody downloads the other. */
import type { Messages } from '@lingui/core';
import { i18n } from '@lingui/core';

export const LANGUAGES = { 'zh-CN': '简体中文', en: 'English' } as const;
export type Language = keyof typeof LANGUAGES;

const CATALOGUES: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('./en.po'),
  'zh-CN': () => import('./zh-CN.po'),
};
const REMEMBERED = 'regulars.language';

export async function speak(language: Language): Promise<void> {
  const { messages } = await CATALOGUES[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  localStorage.setItem(REMEMBERED, language);
}

/** Before anybody signed in: what was chosen here last, else the browser's first language that we speak. */
export function firstLanguage(): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  if (isLanguage(remembered)) return remembered;
  const spoken = navigator.languages.find((language) => /^(zh|en)\b/i.test(language));
  return spoken?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export const isLanguage = (value: unknown): value is Language =>
  typeof value === 'string' && value in LANGUAGES;
