/** Where a customer lives and has things sent: the one to take first, each named and chosen where it stands. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, mayOpen, Panel, ProblemNote, useMe } from '#console/kit';
import type { AddressesOf } from '../contract.ts';
import { Address } from './address.tsx';
import css from './addresses.module.css';

const SHOWN = 3;

export function AddressesOfCustomer({ customer }: { customer: string }) {
  const { t } = useLingui();
  const { role } = useMe();
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ['/api/customers', customer, 'addresses'],
    queryFn: ({ signal }) => api.get<AddressesOf>(`/api/customers/${customer}/addresses`, { signal }),
  });
  const items = data?.items ?? [];
  const isMasked = items.some(({ place }) => place === null);
  return (
    <Panel title={t`Addresses`}>
      {error && !data && <ProblemNote failure={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={60} />}
      {data && items.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>None known: they come with her orders, and with what the shop says of her.</Trans>
        </Text>
      )}
      <ul className={css.list}>
        {(all ? items : items.slice(0, SHOWN)).map((item) => (
          <Address
            key={item.id}
            customer={customer}
            item={item}
            mayChange={mayOpen(role, ['agent', 'operations'])}
          />
        ))}
      </ul>
      {items.length > SHOWN && !all && (
        <Button
          mt="sm"
          size="compact-sm"
          variant="default"
          onClick={() => setAll(true)}
        >{t`Show all`}</Button>
      )}
      {isMasked && (
        <p className={css.note}>
          <Trans>Addresses are masked for your role.</Trans>
        </p>
      )}
    </Panel>
  );
}
