/** Where one can go: the pages that one's role uses, by section. */
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { mayOpen, type Page, type Role, type Section, useMe } from '#console/kit';
import { PAGES } from '../pages.ts';
import css from './shell.module.css';

export type Destination = Page & { section: Section };

export const destinations = (role: Role): Destination[] =>
  PAGES.filter((page): page is Destination => page.section !== undefined && mayOpen(role, page.roles));

/** `/events` holds `/events/live`, which has a place of its own: only one of the two is where one is. */
const holdsAnother = (path: string): boolean =>
  path === '/' || PAGES.some((page) => page.section !== undefined && page.path.startsWith(`${path}/`));

export function Navigation({ onGo }: { onGo?: () => void }) {
  const { t, i18n } = useLingui();
  const me = useMe();
  const sections: Record<Section, string> = {
    start: '',
    know: t`Know`,
    machine: t`Machine`,
    people: t`People and access`,
  };
  const pages = destinations(me.role);
  return (
    <nav aria-label={t`Pages`} className={css.nav}>
      {(Object.keys(sections) as Section[]).map((section) => {
        const here = pages.filter((page) => page.section === section);
        if (here.length === 0) return null;
        return (
          <div key={section}>
            {sections[section] && <h2 className={css.section}>{sections[section]}</h2>}
            <ul>
              {here.map(({ path, title, icon: Icon }) => (
                <li key={path}>
                  <Link
                    to={path}
                    className={css.link}
                    activeOptions={{ exact: holdsAnother(path), includeSearch: false }}
                    activeProps={{ 'data-here': true, 'aria-current': 'page' }}
                    {...(onGo && { onClick: onGo })}
                  >
                    {Icon && <Icon size={16} stroke={1.7} aria-hidden />}
                    {i18n._(title)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
