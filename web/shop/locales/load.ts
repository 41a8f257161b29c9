/** The two languages of the shop front. A catalogue is loaded when it is needed, so that nobody downloads the other. */
import { i18n, type Messages } from '@lingui/core';

export type Language = 'zh-CN' | 'en';

const CATALOGUES: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import('./en.po'),
  'zh-CN': () => import('./zh-CN.po'),
};
const REMEMBERED = 'shop.language';

export async function speak(language: Language): Promise<void> {
  const { messages } = await CATALOGUES[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}

/** What the shopper chose. */
export function remember(language: Language): void {
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // Where nothing may be kept, the choice holds for this visit.
  }
}

/** What was chosen here last, else the browser's first language that we speak. */
export function firstLanguage(): Language {
  const remembered = stored();
  if (remembered === 'en' || remembered === 'zh-CN') return remembered;
  const spoken = navigator.languages.find((language) => /^(zh|en)\b/i.test(language));
  return spoken?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

function stored(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}
