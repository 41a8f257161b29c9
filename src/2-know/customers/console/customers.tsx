/** Everybody the shop knows. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import {
  type Column,
  type Filter,
  Instant,
  ListPage,
  Mark,
  Mono,
  mayOpen,
  PageFrame,
  useMe,
  useWords,
  Verbatim,
} from '#console/kit';
import type { CustomerItem } from '../contract.ts';
import { BulkOfCustomers } from './bulk.tsx';

export default function CustomersPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { role } = useMe();
  const columns = useCustomerColumns();
  const filters = useCustomerFilters();
  return (
    <PageFrame
      title={t`Customers`}
      lead={
        <Trans>
          Everybody you know by more than a browser: each person once, whatever she is called where.
        </Trans>
      }
      actions={
        mayOpen(role, ['agent', 'operations', 'developer']) && (
          <Button component={Link} to="/customers/find" variant="default">{t`Find by an id`}</Button>
        )
      }
    >
      <ListPage<CustomerItem>
        page="customers"
        endpoint="/api/customers"
        label={t`Customers`}
        columns={columns}
        filters={filters}
        search={t`Name, e-mail, phone, address, order`}
        sort="-active_at"
        rowId={(customer) => customer.id}
        onOpen={(customer) => void navigate({ to: `/customers/${customer.id}` })}
        bulk={(ids, untick) => <BulkOfCustomers ids={ids} untick={untick} />}
        empty={{
          icon: IconUsers,
          title: t`No customers yet`,
          text: (
            <Trans>
              They appear by themselves when somebody signs in, orders, or leaves an e-mail address or a phone
              number.
            </Trans>
          ),
        }}
      />
    </PageFrame>
  );
}

export function CustomerName({
  customer,
}: {
  customer: Pick<CustomerItem, 'id' | 'name' | 'email' | 'phone' | 'user_id'>;
}) {
  const { t } = useLingui();
  const { id } = customer;
  const name = customer.name ?? customer.email ?? customer.phone ?? customer.user_id;
  return name ? <Verbatim longest={60}>{name}</Verbatim> : <span>{t`Customer ${id}`}</span>;
}

function useCustomerColumns(): Column<CustomerItem>[] {
  const { t } = useLingui();
  const { number, money } = useWords();
  return useMemo(
    () => [
      {
        id: 'name',
        title: t({ message: 'Name', context: 'person' }),
        cell: (item) => <CustomerName customer={item} />,
      },
      {
        id: 'email',
        title: t`E-mail`,
        cell: (item) => item.email && <Verbatim longest={40}>{item.email}</Verbatim>,
      },
      { id: 'phone', title: t`Phone`, cell: (item) => item.phone && <Mono>{item.phone}</Mono> },
      { id: 'orders', title: t`Orders`, sort: 'orders', end: true, cell: (item) => number(item.orders) },
      {
        id: 'spent',
        title: t`Spent`,
        sort: 'spent',
        end: true,
        cell: (item) => item.currency && money(item.spent, item.currency),
      },
      {
        id: 'last_order',
        title: t`Last order`,
        sort: 'last_order_at',
        cell: (item) => item.last_order_at && <Instant at={item.last_order_at} brief />,
      },
      {
        id: 'active',
        title: t`Last seen`,
        sort: 'active_at',
        cell: (item) => <Instant at={item.active_at} brief />,
      },
      {
        id: 'tags',
        title: t`Tags`,
        cell: (item) =>
          item.tags.map((tag) => (
            <Mark key={tag} tone="quiet">
              {tag}
            </Mark>
          )),
      },
      {
        id: 'seen',
        title: t`First seen`,
        sort: 'first_seen',
        optional: true,
        cell: (item) => <Instant at={item.first_seen} brief />,
      },
      {
        id: 'country',
        title: t`Country`,
        optional: true,
        cell: (item) => item.country && <Verbatim longest={40}>{item.country}</Verbatim>,
      },
      {
        id: 'city',
        title: t`City`,
        optional: true,
        cell: (item) => item.city && <Verbatim longest={40}>{item.city}</Verbatim>,
      },
      {
        id: 'profiles',
        title: t`Profiles`,
        optional: true,
        end: true,
        cell: (item) => number(item.profiles),
      },
    ],
    [t, number, money],
  );
}

function useCustomerFilters(): Filter[] {
  const { t } = useLingui();
  const yesNo = [
    { value: 'true', label: t`Yes` },
    { value: 'false', label: t`No` },
  ];
  return [
    { name: 'email', label: t`Has an e-mail address`, kind: 'choice', options: yesNo },
    { name: 'phone', label: t`Has a phone number`, kind: 'choice', options: yesNo },
    { name: 'tag', label: t`Tag`, kind: 'text' },
    { name: 'country', label: t`Country`, kind: 'text' },
    { name: 'orders_from', label: t`Orders, at least`, kind: 'text' },
    { name: 'active_to', label: t`Not seen since`, kind: 'instant' },
    { name: 'seen_from', label: t`New since`, kind: 'instant' },
  ];
}
