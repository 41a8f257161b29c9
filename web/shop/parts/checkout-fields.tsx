/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';
import type { InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { useShop } from '../front.ts';
import { theShopper } from '../shopper.ts';

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { label: string; name: string };

function Field({ label, ...input }: FieldProps) {
  const id = useId();
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input id={id} {...input} />
    </p>
  );
}

export function ContactFields() {
  const { contact } = theShopper();
  return (
    <fieldset class="block">
      <legend>{t`Who you are`}</legend>
      <Field
        label={t`Name`}
        name="name"
        autocomplete="name"
        maxLength={120}
        required
        defaultValue={contact?.name ?? ''}
      />
      <Field
        label={t`E-mail`}
        name="email"
        type="email"
        autocomplete="email"
        maxLength={254}
        required
        defaultValue={contact?.email ?? ''}
      />
      <Field
        label={t`Telephone (if you like)`}
        name="phone"
        type="tel"
        autocomplete="tel"
        pattern="\+?[0-9 \(\)\-]{5,24}"
        defaultValue={contact?.phone ?? ''}
      />
    </fieldset>
  );
}

const COUNTRIES = ['CN', 'HK', 'TW', 'SG', 'MY', 'JP', 'KR', 'AU', 'CA', 'DE', 'FR', 'GB', 'NZ', 'US'];

export function AddressFields() {
  const { language } = useShop();
  const { contact } = theShopper();
  const id = useId();
  const names = new Intl.DisplayNames(language, { type: 'region' });
  return (
    <fieldset class="block">
      <legend>{t`Where to`}</legend>
      <p class="field">
        <label for={id}>{t`Country or region`}</label>
        <select id={id} name="country" autocomplete="country" defaultValue={contact?.country || 'CN'}>
          {COUNTRIES.map((code) => (
            <option key={code} value={code} selected={code === (contact?.country || 'CN')}>
              {names.of(code)}
            </option>
          ))}
        </select>
      </p>
      <Field
        label={t`City`}
        name="city"
        autocomplete="address-level2"
        maxLength={120}
        required
        defaultValue={contact?.city ?? ''}
      />
      <Field
        label={t`Street and number`}
        name="line"
        autocomplete="street-address"
        maxLength={300}
        required
        defaultValue={contact?.line ?? ''}
      />
      <Field
        label={t`Postcode (if there is one)`}
        name="postcode"
        autocomplete="postal-code"
        maxLength={20}
        defaultValue={contact?.postcode ?? ''}
      />
    </fieldset>
  );
}

export const CardFields = () => (
  <fieldset class="block">
    <legend>{t`Payment (sandbox)`}</legend>
    <label class="choice">
      <input type="radio" name="card" value="sandbox_accepted" defaultChecked />
      <span>
        {t`Play card that is accepted`} <code>4242 4242 4242 4242</code>
      </span>
    </label>
    <label class="choice">
      <input type="radio" name="card" value="sandbox_declined" />
      <span>
        {t`Play card that is declined`} <code>4000 0000 0000 0002</code>
      </span>
    </label>
  </fieldset>
);
