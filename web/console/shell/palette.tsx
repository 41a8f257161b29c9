/** Ctrl-K or ⌘K: go anywhere, find a message or a customer by id, run an act. */
import { useLingui } from '@lingui/react/macro';
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconLanguage,
  IconLogout,
  IconMail,
  IconMoon,
  IconPlus,
  IconSearch,
  IconUserSearch,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { address, mayOpen, useMe } from '#console/kit';
import { destinations } from './navigation.tsx';
import { useSignOut } from './sign-out.ts';
import { useSpeak } from './switches.tsx';

export function Palette() {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const found = useFinds(query.trim());
  const pages = useGoTo();
  const acts = useActs();
  const groups: SpotlightActionGroupData[] = [
    { group: t`Go to`, actions: pages },
    { group: t`Do`, actions: acts },
    { group: t`Find`, actions: found },
  ];
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      nothingFound={t`Nothing by that name`}
      filter={(typed, all) => narrow(typed, all as SpotlightActionGroupData[])}
      attributes={{ content: { 'aria-label': t`Go to, find or do` } }}
      scrollable
      maxHeight={420}
      lockScroll={false}
      transitionProps={{ duration: 80 }}
      searchProps={{
        onKeyDown: runFirst,
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t`Go to, find a message or customer by id, do …`,
        'aria-label': t`Go to, find or do`,
      }}
    />
  );
}

/** Enter without having chosen runs what stands first. */
function runFirst({ key, nativeEvent, currentTarget }: KeyboardEvent<HTMLInputElement>): void {
  const dialog = currentTarget.closest('[role="dialog"]');
  if (key !== 'Enter' || nativeEvent.isComposing || dialog?.querySelector('[data-selected]')) return;
  dialog?.querySelector<HTMLElement>('[data-action]')?.click();
}

/** Finds always fit what was typed; the rest must hold it. */
function narrow(typed: string, groups: SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  const wanted = typed.trim().toLowerCase();
  return groups
    .map(({ group, actions }) => ({
      group,
      actions: actions.filter(
        ({ id, label, keywords }) =>
          id.startsWith('find-') || `${label} ${String(keywords ?? '')}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter(({ actions }) => actions.length > 0);
}

function useFinds(typed: string): SpotlightActionData[] {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { role } = useMe();
  if (typed.length < 3) return [];
  const message = {
    id: 'find-message',
    label: t`Message ${typed}`,
    description: t`Events with this message id`,
    leftSection: <IconMail size={18} aria-hidden />,
    onClick: () => void navigate({ to: address('/events', { message_id: typed }) }),
  };
  const customer = {
    id: 'find-customer',
    label: t`Customer ${typed}`,
    description: t`Find a customer by name, address, phone or order`,
    leftSection: <IconUserSearch size={18} aria-hidden />,
    onClick: () => void navigate({ to: address('/customers', { q: typed }) }),
  };
  return mayOpen(role, ['agent', 'operations', 'developer']) ? [message, customer] : [message];
}

function useGoTo(): SpotlightActionData[] {
  const { i18n } = useLingui();
  const navigate = useNavigate();
  const { role } = useMe();
  return destinations(role).map(({ path, title, keywords, icon: Icon }) => ({
    id: `go-${path}`,
    label: i18n._(title),
    ...(keywords && { keywords: i18n._(keywords) }),
    ...(Icon && { leftSection: <Icon size={18} aria-hidden /> }),
    onClick: () => void navigate({ to: path }),
  }));
}

function useActs(): SpotlightActionData[] {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { role } = useMe();
  const speak = useSpeak();
  const signOut = useSignOut();
  const { toggleColorScheme } = useMantineColorScheme();
  const other = i18n.locale === 'en' ? 'zh-CN' : 'en';
  return [
    ...(mayOpen(role, ['developer'])
      ? [
          {
            id: 'do-source',
            label: t`Make a source`,
            leftSection: <IconPlus size={18} aria-hidden />,
            onClick: () => void navigate({ to: '/sources', search: { new: '1' } as never }),
          },
        ]
      : []),
    {
      id: 'do-scheme',
      label: t`Switch between light and dark`,
      leftSection: <IconMoon size={18} aria-hidden />,
      onClick: toggleColorScheme,
    },
    {
      id: 'do-language',
      label: other === 'en' ? t`Switch to English` : t`Switch to Chinese`,
      leftSection: <IconLanguage size={18} aria-hidden />,
      onClick: () => void speak(other),
    },
    {
      id: 'do-sign-out',
      label: t`Sign out`,
      leftSection: <IconLogout size={18} aria-hidden />,
      onClick: () => void signOut(),
    },
  ];
}
