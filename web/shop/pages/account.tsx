/** @jsxImportSource preact */
/** A stub: what this browser remembers of its own orders, and a way to forget it. */
import { t } from '@lingui/core/macro';
import { useState } from 'preact/hooks';
import { useShop } from '../front.ts';
import { useTitle } from '../parts/title.tsx';
import { Link } from '../router.tsx';
import { forget, theShopper } from '../shopper.ts';
import { regulars } from '../tell.ts';
import { money } from '../words.ts';

export function AccountPage() {
  const { front, language } = useShop();
  const [shopper, setShopper] = useState(theShopper);
  useTitle(t`Account`);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const forgetMe = (): void => {
    forget();
    regulars('reset');
    setShopper(theShopper());
  };
  return (
    <>
      <h1>{t`Account`}</h1>
      {shopper.contact ? (
        <p>{t`Orders of this browser, by ${shopper.contact.name}.`}</p>
      ) : (
        <p class="empty">
          {t`No order was made in this browser yet.`} <Link to="/all">{t`See everything`}</Link>
        </p>
      )}
      {shopper.orders.length > 0 && (
        <ul class="short orders">
          {shopper.orders.map((order) => (
            <li key={order.number}>
              <strong>{order.number}</strong>
              <span>{day.format(new Date(order.at))}</span>
              <span>{money(order.total, front.currency)}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="hint">{t`This page knows only what this browser remembers: there is no password to it.`}</p>
      {shopper.contact && (
        <button type="button" class="second" onClick={forgetMe}>
          {t`Forget me in this browser`}
        </button>
      )}
    </>
  );
}
