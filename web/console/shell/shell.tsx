/**
 * Around every page of staff: skip link, header, navigation, banners, palette, keys. Whoever is not signed in is sent to sign in and
 * comes back to where they wanted to go.
 */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Drawer, Kbd, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { listenToKeys, meQuery, PageSkeleton, ProblemNote, SESSION_OVER } from '#console/kit';
import { isLanguage, speak } from '../locales/load.ts';
import { AccountMenu } from './account-menu.tsx';
import { Banners } from './banners.tsx';
import { Brand } from './brand.tsx';
import { useCardNotice } from './card-notice.ts';
import { KeySheet } from './key-sheet.tsx';
import { Navigation } from './navigation.tsx';
import { usePalette } from './open-palette.ts';
import css from './shell.module.css';
import { LanguageSwitch, SchemeSwitch } from './switches.tsx';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

export function Shell() {
  const { data: me, error, refetch } = useQuery(meQuery);
  const queries = useQueryClient();
  useEffect(() => {
    const onOver = (): void => void queries.setQueryData(meQuery.queryKey, null);
    addEventListener(SESSION_OVER, onOver);
    return () => removeEventListener(SESSION_OVER, onOver);
  }, [queries]);
  // The language of the account wins over that of the device.
  const language = me?.locale;
  useEffect(() => {
    if (isLanguage(language)) void speak(language);
  }, [language]);
  if (me) return <Frame />;
  if (me === null) return <ToSignIn />;
  return (
    <main className={css.waiting}>
      {error ? <ProblemNote failure={error} retry={() => void refetch()} /> : <PageSkeleton />}
    </main>
  );
}

function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    // As it is now, and once: the address changes while the page of sign-in is being loaded.
    const { pathname, searchStr } = router.latestLocation;
    const here = pathname + searchStr;
    void router.navigate({
      to: '/sign-in',
      replace: true,
      ...(here !== '/' && { search: { to: here } as never }),
    });
  }, [router]);
  return null;
}

function Frame() {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure();
  const palette = usePalette();
  useEffect(listenToKeys, []);
  useCardNotice();
  return (
    <div className={css.shell}>
      <a href="#page" className={css.skip}>
        {t`Skip to the page`}
      </a>
      <header className={css.header}>
        <ActionIcon className={css.burger} size="lg" onClick={open} aria-label={t`Pages`}>
          <IconMenu2 size={18} aria-hidden />
        </ActionIcon>
        <Link to="/" className={css.home}>
          <Brand />
        </Link>
        <UnstyledButton className={css.search} onClick={palette.open}>
          <IconSearch size={14} aria-hidden />
          <span className={css.searchWords}>{t`Go to, find, do`}</span>
          <Kbd size="xs" className={css.searchKey}>
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <div className={css.end}>
          <LanguageSwitch />
          <SchemeSwitch />
          <AccountMenu />
        </div>
      </header>
      <aside className={css.side}>
        <Navigation />
      </aside>
      <Drawer opened={opened} onClose={close} title={<Brand />} size={260} padding="xs">
        <Navigation onGo={close} />
      </Drawer>
      <div className={css.body}>
        <Banners />
        <main id="page" tabIndex={-1} className={css.main}>
          <Outlet />
        </main>
      </div>
      <KeySheet />
      {palette.wanted && (
        <Suspense>
          <Palette />
        </Suspense>
      )}
    </div>
  );
}
