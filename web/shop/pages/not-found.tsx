/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import { useTitle } from '../parts/title.tsx';
import { Link } from '../router.tsx';

export function NotFoundPage() {
  useTitle(t`Not found`);
  return (
    <>
      <h1>{t`There is nothing here`}</h1>
      <p class="empty">
        {t`It may have been sold out and taken off the shelf.`} <Link to="/">{t`To the start`}</Link>
      </p>
    </>
  );
}
