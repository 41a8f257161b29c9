/** @jsxImportSource preact */
/** Addresses under `/shop`: links that do not load the page anew, and the place one is at. */
import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const BASE = '/shop';

export type Place = { path: string; query: URLSearchParams };

const placeNow = (): Place => ({
  path: location.pathname.slice(BASE.length).replace(/\/$/, '') || '/',
  query: new URLSearchParams(location.search),
});

const watching = new Set<() => void>();
addEventListener('popstate', () => {
  for (const look of watching) look();
});

export function go(to: string, { replace = false } = {}): void {
  const address = BASE + (to === '/' ? '' : to);
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  if (!replace) scrollTo(0, 0);
  for (const look of watching) look();
}

export function usePlace(): Place {
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const look = (): void => setPlace(placeNow());
    watching.add(look);
    return () => void watching.delete(look);
  }, []);
  return place;
}

type LinkProps = {
  to: string;
  class?: string;
  current?: boolean;
  label?: string;
  children: ComponentChildren;
};

export function Link({ to, class: className, current = false, label, children }: LinkProps) {
  const follow = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      href={BASE + (to === '/' ? '' : to)}
      class={className}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  );
}
