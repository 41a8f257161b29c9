/** @jsxImportSource preact */
import { plural, t } from '@lingui/core/macro';
import { useCart } from '../cart.ts';
import { useShop } from '../front.ts';
import { go, Link, type Place } from '../router.tsx';
import { said } from '../words.ts';
import { AccountIcon, BagIcon, SearchIcon } from './icons.tsx';

export function Header({ place }: { place: Place }) {
  const { front, categories, language, speak } = useShop();
  const pieces = useCart().lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const roots = categories.filter(({ parent }) => parent === null);
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <header>
      <p class="ribbon">
        {front.sample
          ? t`A demo shop: everything in it is made up, and no money moves.`
          : t`Payment here is a sandbox: no money moves.`}
      </p>
      <div class="bar">
        <Link to="/" class="brand">
          <span class="brandMark" aria-hidden="true" />
          {said(front.name)}
        </Link>
        <Search place={place} />
        <div class="tools">
          <button type="button" class="plain" lang={other} onClick={() => speak(other)}>
            {other === 'en' ? 'English' : '中文'}
          </button>
          <Link to="/account" class="tool" current={place.path === '/account'} label={t`Account`}>
            <AccountIcon />
          </Link>
          <Link
            to="/cart"
            class="tool"
            current={place.path === '/cart'}
            label={
              pieces === 0
                ? t`Cart, empty`
                : plural(pieces, { one: 'Cart, # piece', other: 'Cart, # pieces' })
            }
          >
            <BagIcon />
            {pieces > 0 && <span class="count">{pieces}</span>}
          </Link>
        </div>
      </div>
      <nav class="categories" aria-label={t`Categories`}>
        <Link to="/all" current={place.path === '/all'}>
          {t`Everything`}
        </Link>
        {roots.map((category) => (
          <Link key={category.id} to={`/c/${category.id}`} current={place.path === `/c/${category.id}`}>
            {said(category.name)}
          </Link>
        ))}
      </nav>
    </header>
  );
}

function Search({ place }: { place: Place }) {
  const words = place.path === '/search' ? (place.query.get('q') ?? '') : '';
  return (
    <search class="search">
      <form
        action="/shop/search"
        onSubmit={(event) => {
          event.preventDefault();
          const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
          if (q !== '') go(`/search?q=${encodeURIComponent(q)}`);
        }}
      >
        <input
          key={words}
          type="search"
          name="q"
          maxLength={100}
          defaultValue={words}
          placeholder={t`Tea, candles, a gift …`}
          aria-label={t`Search the shop`}
        />
        <button type="submit" aria-label={t`Search`}>
          <SearchIcon />
        </button>
      </form>
    </search>
  );
}
