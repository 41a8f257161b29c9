/** @jsxImportSource preact */
/** The shop as a whole: what it is asked for at start, the frame, and the page of the place one is at. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import type { ComponentType } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Front, ShopCategory } from '#act/storefront/contract';
import { useAsk } from './ask.ts';
import { type Shop, ShopContext } from './front.ts';
import { type Language, remember, speak } from './locales/load.ts';
import { AccountPage } from './pages/account.tsx';
import { CartPage } from './pages/cart.tsx';
import { CheckoutPage } from './pages/checkout.tsx';
import { DonePage } from './pages/done.tsx';
import { GoodsPage } from './pages/goods.tsx';
import { HomePage } from './pages/home.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { ShelfPage } from './pages/shelf.tsx';
import { ConsentBar } from './parts/consent-bar.tsx';
import { Footer } from './parts/footer.tsx';
import { Header } from './parts/header.tsx';
import { type Place, usePlace } from './router.tsx';
import { begin } from './tell.ts';

export type PageProps = { place: Place; id: string };

const PAGES: readonly [RegExp, ComponentType<PageProps>][] = [
  [/^\/$/, HomePage],
  [/^\/c\/(\d+)$/, ShelfPage],
  [/^\/search$/, ShelfPage],
  [/^\/all$/, ShelfPage],
  [/^\/p\/(\d+)$/, GoodsPage],
  [/^\/cart$/, CartPage],
  [/^\/checkout$/, CheckoutPage],
  [/^\/done$/, DonePage],
  [/^\/account$/, AccountPage],
];

export function App() {
  const front = useAsk<Front>('');
  const categories = useAsk<{ items: ShopCategory[] }>('/categories');
  const [language, setLanguage] = useState(i18n.locale as Language);
  const [announced, announce] = useState('');
  const key = front.data?.write_key;
  useEffect(() => {
    if (key) begin(key);
  }, [key]);
  const shop = useMemo((): Shop | null => {
    if (!front.data) return null;
    const change = async (to: Language): Promise<void> => {
      await speak(to);
      remember(to);
      setLanguage(to);
    };
    return {
      front: front.data,
      categories: categories.data?.items ?? [],
      language,
      speak: (to) => void change(to),
      announce,
    };
  }, [front.data, categories.data, language]);
  if (front.failure) return <Closed />;
  if (!shop) return <div class="waiting" aria-busy="true" />;
  return (
    <ShopContext.Provider value={shop}>
      {/* Made anew in another language: its texts are not watched one by one. */}
      <Frame key={language} />
      <div class="unseen" role="status">
        {announced}
      </div>
    </ShopContext.Provider>
  );
}

function Frame() {
  const place = usePlace();
  const main = useRef<HTMLElement>(null);
  const arrived = useRef(place.path);
  const [settings, setSettings] = useState(false);
  useEffect(() => {
    if (arrived.current === place.path) return;
    arrived.current = place.path;
    // Whoever does not see the page hears that it is another one.
    main.current?.focus({ preventScroll: true });
  }, [place.path]);
  const [Page, id] = pageOf(place.path);
  return (
    <>
      <a class="skip" href="#main">
        {t`Skip to the content`}
      </a>
      <Header place={place} />
      <main id="main" ref={main} tabIndex={-1}>
        <Page place={place} id={id} key={place.path} />
      </main>
      <Footer openSettings={() => setSettings(true)} />
      <ConsentBar wanted={settings} close={() => setSettings(false)} />
    </>
  );
}

function pageOf(path: string): [ComponentType<PageProps>, string] {
  for (const [pattern, Page] of PAGES) {
    const match = pattern.exec(path);
    if (match) return [Page, match[1] ?? ''];
  }
  return [NotFoundPage, ''];
}

const Closed = () => (
  <main class="closed">
    <h1>{t`This shop is closed`}</h1>
    <p>{t`There is nothing for sale here at the moment.`}</p>
  </main>
);
