import { useLingui } from '@lingui/react/macro';
import { useWords } from '#console/kit';
import type { AttributeOf, AttributeRules, AttributeType, AttributeValue } from '../contract.ts';

export function useAttributeWords() {
  const { t, i18n } = useLingui();
  const { number, day } = useWords();
  const types: Record<AttributeType, string> = {
    text: t`Text`,
    long_text: t`Long text`,
    number: t`A number`,
    date: t`Date`,
    yes_no: t`Yes or no`,
    choice: t`One of several`,
    choices: t`Some of several`,
    url: t`Web address`,
    email: t`E-mail`,
    phone: t`Phone`,
  };
  const characters: Record<AttributeRules['characters'], string> = {
    any: t`Anything`,
    digits: t`Digits`,
    letters: t`Letters`,
    letters_and_digits: t`Letters and digits`,
  };
  const titleOf = ({ en, zh }: { en: string; zh: string }): string => (i18n.locale === 'zh-CN' ? zh : en);
  /** Where nobody chose a section. */
  const sectionOf = (section: string | null): string => section ?? t`More`;
  const optionOf = ({ options }: Pick<AttributeOf, 'options'>, key: string): string => {
    const option = options.find((one) => one.key === key);
    return option ? titleOf(option.title) : key;
  };
  const read = (of: Pick<AttributeOf, 'type' | 'options'>, value: AttributeValue): string => {
    if (Array.isArray(value))
      return value.map((key) => optionOf(of, key)).join(i18n.locale === 'zh-CN' ? '、' : ', ');
    if (typeof value === 'boolean') return value ? t`Yes` : t`No`;
    if (typeof value === 'number') return number(value);
    if (of.type === 'choice') return optionOf(of, value);
    return of.type === 'date' ? day(value) : value;
  };
  return { types, characters, titleOf, sectionOf, optionOf, read };
}
