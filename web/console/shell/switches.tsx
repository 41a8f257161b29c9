/** Language, light or dark, dense or comfortable. The language is kept with one's account; the others with this device. */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, meQuery } from '#console/kit';
import { LANGUAGES, type Language, speak } from '../locales/load.ts';

export function useSpeak(): (language: Language) => Promise<void> {
  const queries = useQueryClient();
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  return async (language) => {
    await speak(language);
    if (me && me.locale !== language) {
      await api.patch('/api/me', { locale: language });
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    }
  };
}

export function LanguageSwitch() {
  const { t, i18n } = useLingui();
  const choose = useSpeak();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t`Language`}>
          <ActionIcon size="lg" aria-label={t`Language`}>
            <IconLanguage size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(LANGUAGES) as Language[]).map((language) => (
          <Menu.Item
            key={language}
            lang={language}
            aria-current={i18n.locale === language}
            fw={i18n.locale === language ? 600 : 400}
            onClick={() => void choose(language)}
          >
            {LANGUAGES[language]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function SchemeSwitch() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: 'light', label: t`Light`, Icon: IconSun },
    { value: 'dark', label: t`Dark`, Icon: IconMoon },
    { value: 'auto', label: t`As the device`, Icon: IconDeviceDesktop },
  ] as const;
  const { Icon } = choices.find(({ value }) => value === colorScheme) ?? choices[2];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t`Light or dark`}>
          <ActionIcon size="lg" aria-label={t`Light or dark`}>
            <Icon size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ value, label, Icon: Shown }) => (
          <Menu.Item
            key={value}
            leftSection={<Shown size={14} aria-hidden />}
            aria-current={colorScheme === value}
            fw={colorScheme === value ? 600 : 400}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
