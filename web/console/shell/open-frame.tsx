/** Around the pages of those who are not signed in: who we are, and the language. */
import { Outlet } from '@tanstack/react-router';
import { Brand } from './brand.tsx';
import css from './shell.module.css';
import { LanguageSwitch, SchemeSwitch } from './switches.tsx';

export function OpenFrame() {
  return (
    <div className={css.open}>
      <header className={css.openHead}>
        <Brand />
        <div className={css.end}>
          <LanguageSwitch />
          <SchemeSwitch />
        </div>
      </header>
      <main className={css.openMain}>
        <Outlet />
      </main>
    </div>
  );
}
