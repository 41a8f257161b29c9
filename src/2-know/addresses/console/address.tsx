import { Plural, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, CopyIcon, Instant, Mark, ProblemNote, Verbatim } from '#console/kit';
import type { AddressChanges, AddressesOf, AddressItem, Place } from '../contract.ts';
import css from './addresses.module.css';

type Props = { customer: string; item: AddressItem; mayChange: boolean };

export function Address({ customer, item, mayChange }: Props) {
  const { t } = useLingui();
  const [isEdited, setEdited] = useState(false);
  const { place } = item;
  const sources: Record<AddressItem['sources'][number], string> = {
    order: t`from orders`,
    said: t`from the shop`,
    staff: t`named by staff`,
  };
  const lines = place ? linesOf(place) : null;
  return (
    <li className={css.address}>
      <div className={css.head}>
        {item.label && (
          <strong>
            <Verbatim longest={60}>{item.label}</Verbatim>
          </strong>
        )}
        {item.default && <Mark tone="accent">{t`Default`}</Mark>}
        <span className={css.acts}>
          {lines && <CopyIcon value={lines.join('\n')} what={t`address`} />}
          {mayChange && place && !isEdited && (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t`Name or choose address`}
              onClick={() => setEdited(true)}
            >
              <IconPencil size={14} aria-hidden />
            </ActionIcon>
          )}
        </span>
      </div>
      {lines ? (
        lines.map((line) => (
          <div key={line}>
            <Verbatim longest={300}>{line}</Verbatim>
          </div>
        ))
      ) : (
        <div>{item.country ? <Verbatim longest={60}>{item.country}</Verbatim> : '—'}</div>
      )}
      <div className={css.quiet}>
        {item.sources.map((source) => sources[source]).join(' · ')}
        {item.orders > 0 && (
          <>
            {' · '}
            <Plural value={item.orders} one="# order" other="# orders" />
          </>
        )}
        {' · '}
        <Instant at={item.first_at} brief />
        {item.last_at !== item.first_at && (
          <>
            {' – '}
            <Instant at={item.last_at} brief />
          </>
        )}
      </div>
      {isEdited && <Editing customer={customer} item={item} onDone={() => setEdited(false)} />}
    </li>
  );
}

/** Who receives it, then as it stands on a parcel: from the large to the small in Chinese, the other way elsewhere. */
function linesOf(place: Place): string[] {
  const who = [place.name, place.company, place.phone].filter(Boolean).join(' · ');
  const isChinese = /\p{Script=Han}/u.test(`${place.street}${place.city}`);
  const { street, district, city, state, postal_code, country } = place;
  const where = isChinese
    ? [[state, city === state ? null : city, district, street].filter(Boolean).join(' '), postal_code]
    : [street, [postal_code, city].filter(Boolean).join(' '), district, state, country];
  return [who, where.filter(Boolean).join(isChinese ? ' ' : ', ')].filter(Boolean);
}

function Editing({ customer, item, onDone }: { customer: string; item: AddressItem; onDone(): void }) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const [label, setLabel] = useState(item.label ?? '');
  const change = useMutation({
    mutationFn: (changes: AddressChanges) =>
      api.patch<AddressesOf>(`/api/customers/${customer}/addresses/${item.id}`, changes),
    onSuccess: (answer) => {
      queries.setQueryData(['/api/customers', customer, 'addresses'], answer);
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ label });
      }}
    >
      <TextInput
        autoFocus
        mt="xs"
        size="xs"
        maxLength={60}
        aria-label={t`What to call it`}
        placeholder={t`Home, office, her mother’s …`}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <ProblemNote failure={change.error} />
      <Group gap="xs" mt="xs" justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={onDone}>{t`Cancel`}</Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={change.isPending}
          onClick={() => change.mutate({ label, default: !item.default })}
        >
          {item.default ? t`Not the default` : t`Make it the default`}
        </Button>
        <Button size="compact-sm" type="submit" loading={change.isPending}>{t`Save`}</Button>
      </Group>
    </form>
  );
}
