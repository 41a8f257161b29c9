/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import { useShop } from '../front.ts';
import { CheckIcon } from '../parts/icons.tsx';
import { useTitle } from '../parts/title.tsx';
import { Link } from '../router.tsx';
import { theShopper } from '../shopper.ts';
import { money } from '../words.ts';

export function DonePage() {
  const { front } = useShop();
  useTitle(t`Thank you`);
  const [order] = theShopper().orders;
  return (
    <section class="done">
      <CheckIcon />
      <h1>{t`Thank you!`}</h1>
      {order && (
        <p>{t`Your order ${order.number} over ${money(order.total, front.currency)} has arrived.`}</p>
      )}
      <p class="hint">
        {t`This is a sandbox: nothing is sent, no money moves. In the console the order stands under Orders, and what you did under Live events.`}
      </p>
      <p>
        <Link to="/" class="first">
          {t`On with the browsing`}
        </Link>
      </p>
    </section>
  );
}
