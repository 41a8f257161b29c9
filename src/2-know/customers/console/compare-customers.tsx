/** Two customers side by side, with what tells whether they are one: values that both have are marked. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Instant, Mark, Panel, useWords, Verbatim } from '#console/kit';
import type { CustomerDetail, MergePreview } from '../contract.ts';
import css from './customers.module.css';
import { CustomerName } from './customers.tsx';
import { useIdentifierWords } from './identifier-words.ts';

export function Preview({ preview }: { preview: MergePreview }) {
  const { t } = useLingui();
  const { keeps, joins } = preview;
  const sides = [
    { one: keeps, other: joins },
    { one: joins, other: keeps },
  ];
  return (
    <>
      <div className={css.pair}>
        {sides.map(({ one, other }) => (
          <Panel key={one.id} title={t`Customer ${one.id}`}>
            <Side customer={one} other={other} />
          </Panel>
        ))}
      </div>
      <Text size="sm">
        <Trans>
          They will be shown as one. Events, orders and consents stay where they are, and you can undo it at
          any time.
        </Trans>
      </Text>
      {preview.kept_apart && (
        <Text size="sm" c="red">
          <Trans>Somebody took these two apart before.</Trans>
        </Text>
      )}
    </>
  );
}

const MOST_VALUES = 12;

function Side({ customer, other }: { customer: CustomerDetail; other: CustomerDetail }) {
  const { t } = useLingui();
  const { number, money } = useWords();
  const words = useIdentifierWords();
  const address = addressIn(customer);
  const theirs = new Set(other.identifiers.map(({ kind, value }) => `${kind} ${value}`));
  return (
    <dl className={css.facts}>
      <dt>{t({ message: 'Name', context: 'person' })}</dt>
      <dd>
        <CustomerName customer={{ ...customer, user_id: null }} />
        <Same when={customer.name !== null && customer.name === other.name} />
      </dd>
      {customer.identifiers.slice(0, MOST_VALUES).map(({ kind, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several may have the same kind, and a value may be masked
        <Fact key={index} title={words.kinds[kind] ?? kind}>
          {value === null ? '—' : <Verbatim longest={60}>{value}</Verbatim>}
          <Same when={value !== null && theirs.has(`${kind} ${value}`)} />
        </Fact>
      ))}
      {address && (
        <Fact title={t`Address`}>
          <Verbatim longest={160}>{address}</Verbatim>
          <Same when={address === addressIn(other)} />
        </Fact>
      )}
      <dt>{t`Orders`}</dt>
      <dd>
        {customer.bought.length === 0
          ? number(0)
          : customer.bought
              .map((one) => `${number(one.orders)} · ${money(one.spent, one.currency)}`)
              .join(', ')}
      </dd>
      <dt>{t`First seen`}</dt>
      <dd>
        <Instant at={customer.first_seen} brief />
      </dd>
      {customer.profiles.length > 1 && <Fact title={t`Profiles`}>{customer.profiles.join(', ')}</Fact>}
    </dl>
  );
}

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className={css.fact}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
);

function Same({ when }: { when: boolean }) {
  const { t } = useLingui();
  return when ? (
    <>
      {' '}
      <Mark tone="ok">{t`Same`}</Mark>
    </>
  ) : null;
}

/** From the door to the country, as most write it. */
const PARTS = ['street', 'district', 'city', 'province', 'state', 'postcode', 'postal_code', 'country'];
/** From the province to the door, in one piece. */
const CHINESE_PARTS = ['province', 'city', 'district', 'street'];

/** In a line; whoever she is sent things to is said elsewhere. */
function addressIn({ traits }: CustomerDetail): string | null {
  const { address } = traits;
  if (typeof address === 'string') return address || null;
  if (typeof address !== 'object' || address === null || Array.isArray(address)) return null;
  const { street } = address;
  const isChinese = typeof street === 'string' && /\p{Script=Han}/u.test(street);
  const parts = (isChinese ? CHINESE_PARTS : PARTS)
    .map((name) => address[name])
    .filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? [...new Set(parts)].join(isChinese ? '' : ', ') : null;
}
