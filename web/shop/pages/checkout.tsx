/** @jsxImportSource preact */
/** The checkout: who, where to, and a play card. Sent again after a broken connection, it is the same order. */
import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CartPriced, CheckoutDone } from '#act/storefront/contract';
import { ask, forgetAsked, Refused } from '../ask.ts';
import { clearCart, newId } from '../cart.ts';
import { useShop } from '../front.ts';
import { AddressFields, CardFields, ContactFields } from '../parts/checkout-fields.tsx';
import { usePricedCart } from '../parts/priced-cart.ts';
import { Refusal } from '../parts/refusal.tsx';
import { Sums } from '../parts/sums.tsx';
import { useTitle } from '../parts/title.tsx';
import { go, Link } from '../router.tsx';
import { type Contact, remember, theShopper } from '../shopper.ts';
import { checkoutStarted, identified, orderCompleted } from '../tell.ts';
import { money, said } from '../words.ts';

export function CheckoutPage() {
  const { front } = useShop();
  const { priced, isEmpty, failure, again } = usePricedCart();
  const checkout = useRef(newId());
  const told = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  useTitle(t`Checkout`);
  useEffect(() => {
    if (!priced || told.current) return;
    told.current = true;
    checkoutStarted(priced, front.currency, checkout.current);
  }, [priced, front.currency]);
  if (isEmpty)
    return (
      <>
        <h1>{t`Checkout`}</h1>
        <p class="empty">
          {t`There is nothing in your cart.`} <Link to="/all">{t`See everything`}</Link>
        </p>
      </>
    );
  const buy = async (form: HTMLFormElement): Promise<void> => {
    if (!priced || busy) return;
    setBusy(true);
    setRefused(null);
    const contact = contactIn(form);
    try {
      const done = await ask<CheckoutDone>('/checkouts', wishOf(checkout.current, priced, contact, form));
      finish(done, priced, contact, { currency: front.currency, checkout: checkout.current });
    } catch (problem) {
      const known = problem instanceof Refused ? problem : new Refused(0, 'unreachable', '');
      setRefused(known);
      // It was refused as it was: what is sent next is another wish.
      if (known.status >= 400 && known.status < 500) checkout.current = newId();
      again();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <h1>{t`Checkout`}</h1>
      <form
        class="cart"
        onSubmit={(event) => {
          event.preventDefault();
          void buy(event.currentTarget);
        }}
      >
        <div>
          <ContactFields />
          <AddressFields />
          <CardFields />
        </div>
        <aside class="summary">
          {priced && <Lines priced={priced} currency={front.currency} />}
          {priced && <Sums priced={priced} />}
          <Refusal failure={refused ?? failure} />
          <button type="submit" class="first wide" disabled={busy || !priced}>
            {busy ? t`One moment …` : priced ? t`Buy for ${money(priced.total, front.currency)}` : t`Buy`}
          </button>
          <p class="hint">{t`Sandbox: no money moves, and nothing is sent.`}</p>
        </aside>
      </form>
    </>
  );
}

const Lines = ({ priced, currency }: { priced: CartPriced; currency: string }) => (
  <ul class="short">
    {priced.lines.map((line) => (
      <li key={line.variant}>
        <span>
          {line.quantity} × {said(line.name)}
        </span>
        <span>{money(line.amount, currency)}</span>
      </li>
    ))}
  </ul>
);

function contactIn(form: HTMLFormElement): Contact {
  const fields = new FormData(form);
  const of = (name: string): string => String(fields.get(name) ?? '').trim();
  return {
    name: of('name'),
    email: of('email'),
    phone: of('phone'),
    country: of('country'),
    city: of('city'),
    line: of('line'),
    postcode: of('postcode'),
  };
}

function wishOf(checkout: string, priced: CartPriced, contact: Contact, form: HTMLFormElement): object {
  const { name, email, phone, country, city, line, postcode } = contact;
  const { known } = theShopper();
  return {
    checkout_id: checkout,
    lines: priced.lines.map(({ variant, quantity }) => ({ variant, quantity })),
    total: priced.total,
    contact: { name, email, ...(phone && { phone }) },
    address: { country, city, line, ...(postcode && { postcode }) },
    card: String(new FormData(form).get('card')),
    language: i18n.locale === 'en' ? 'en' : 'zh-CN',
    ...(known && { shopper: known }),
  };
}

type Around = { currency: string; checkout: string };

function finish(
  done: CheckoutDone,
  priced: CartPriced,
  contact: Contact,
  { currency, checkout }: Around,
): void {
  identified(done.shopper, { name: contact.name, email: contact.email });
  orderCompleted(priced, currency, { number: done.number, total: done.total, checkout });
  remember(done.shopper, contact, { number: done.number, total: done.total, at: new Date().toISOString() });
  clearCart();
  forgetAsked();
  go('/done', { replace: true });
}
