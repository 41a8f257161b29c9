/** Routes, made from the list of pages. Pages of staff stand in the shell; open ones (sign-in, invitation) stand alone. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { type Page, PageSkeleton, parseSearch, stringifySearch } from '#console/kit';
import { PAGES } from './pages.ts';
import { Broken } from './shell/broken.tsx';
import { NotFound } from './shell/not-found.tsx';
import { OpenFrame } from './shell/open-frame.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken });
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell });
const outside = createRoute({ getParentRoute: () => root, id: 'outside', component: OpenFrame });

const routeFor = (parent: typeof inside | typeof outside, { path, load }: Page) =>
  createRoute({
    getParentRoute: () => parent as typeof inside,
    path,
    component: lazyRouteComponent(load),
    pendingComponent: PageSkeleton,
    errorComponent: Broken,
    // Texts only: what an address says is read by the page, and sent to the API, which validates it.
    validateSearch: (search): Record<string, string> =>
      Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)])),
  });

export function createConsoleRouter() {
  return createRouter({
    routeTree: root.addChildren([
      inside.addChildren(PAGES.filter((page) => !page.open).map((page) => routeFor(inside, page))),
      outside.addChildren(PAGES.filter((page) => page.open).map((page) => routeFor(outside, page))),
    ]),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    scrollRestoration: true,
  });
}
