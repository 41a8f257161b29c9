/** Chooses a customer by what people know of her: a name, the last four of a phone, an address, an order's number. */
import { useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ApiPage, api } from '#console/kit';
import type { CustomerItem } from '../contract.ts';

type Props = {
  label: string;
  error?: ReactNode;
  required?: boolean;
  autoFocus?: boolean;
  value: string | null;
  onChange(id: string | null): void;
};

export function CustomerPicker({ label, error, required = true, autoFocus = false, value, onChange }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(null);
  const [query] = useDebouncedValue(typed.trim(), 250);
  const { data, isFetching } = useQuery({
    enabled: query !== '',
    queryKey: ['/api/customers', 'to-pick', query],
    queryFn: ({ signal }) =>
      api.get<ApiPage<CustomerItem>>('/api/customers', { signal, query: { query, limit: 10 } }),
  });
  const given = useGiven(chosen ? null : value);
  const found = (query === '' ? [] : (data?.items ?? [])).map((customer) => ({
    value: customer.id,
    label: nameOf(customer),
  }));
  const present = chosen ?? given;
  const options = present && !found.some((one) => one.value === present.value) ? [present, ...found] : found;
  return (
    <Select
      {...(autoFocus && { 'data-autofocus': true })}
      required={required}
      clearable={!required}
      searchable
      label={label}
      error={error}
      placeholder={t`Name, phone, e-mail or number`}
      openOnFocus={false}
      // Before anything is typed there is nothing to open.
      {...(query !== '' && {
        nothingFoundMessage:
          isFetching || query !== typed.trim() ? t`Searching …` : t`Nobody is known by that.`,
      })}
      // What the server found is shown as it is: it finds by more than what stands here.
      filter={({ options: all }) => all}
      onSearchChange={(text) => {
        // What was chosen is written into the field: that is no question.
        if (text !== present?.label) setTyped(text);
      }}
      data={options}
      value={value}
      onChange={(id) => {
        setChosen(options.find((one) => one.value === id) ?? null);
        onChange(id);
      }}
    />
  );
}

/** Whom a page named beforehand. */
function useGiven(id: string | null): { value: string; label: string } | null {
  const { data } = useQuery({
    enabled: id !== null,
    queryKey: ['/api/customers', 'to-pick', { id }],
    queryFn: ({ signal }) =>
      api.get<ApiPage<CustomerItem>>('/api/customers', { signal, query: { ids: id ?? '', limit: 1 } }),
  });
  const [customer] = data?.items ?? [];
  if (id === null) return null;
  return { value: id, label: customer ? nameOf(customer) : id };
}

const nameOf = ({ id, name, email, phone, city }: CustomerItem): string =>
  [name ?? email ?? phone, name ? (phone ?? email) : null, city, id].filter(Boolean).join(' · ');
