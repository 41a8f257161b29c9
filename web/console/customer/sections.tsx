/** What one customer's page is made of: each section with its name, about how tall it is (in any unit), and what it shows. */
import { useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { SegmentsOfCustomer } from '#decide/segments/console';
import { AddressesOfCustomer } from '#know/addresses/console';
import { AttributesOfCustomer } from '#know/attributes/console';
import { LooksOf, Timeline } from '#know/collection/console';
import { ConsentOfCustomer } from '#know/consent/console';
import { Identity, Merges, Rhythm } from '#know/customers/console';
import type { CustomerDetail } from '#know/customers/contract';
import { DevicesOfCustomer } from '#know/devices/console';
import { GroupsOfCustomer } from '#know/groups/console';
import { FilesOfCustomer, NotesOfCustomer } from '#know/notes/console';
import { OrdersOf } from '#know/orders/console';
import { PreferencesOfCustomer } from '#know/preferences/console';

export type CustomerSection = {
  id: string;
  title: string;
  height: number;
  show(customer: CustomerDetail): ReactNode;
  /** Not of somebody who was erased. */
  livingOnly?: boolean;
};

export function useCustomerSections(): CustomerSection[] {
  const { t } = useLingui();
  return [
    { id: 'identity', title: t`Who she is`, height: 5, show: (customer) => <Identity customer={customer} /> },
    {
      id: 'notes',
      title: t`Notes`,
      height: 3,
      show: ({ id }) => <NotesOfCustomer customer={id} />,
      livingOnly: true,
    },
    {
      id: 'addresses',
      title: t`Addresses`,
      height: 3,
      show: ({ id }) => <AddressesOfCustomer customer={id} />,
      livingOnly: true,
    },
    {
      id: 'attributes',
      title: t`Noted by staff`,
      height: 2,
      show: ({ id }) => <AttributesOfCustomer customer={id} />,
      livingOnly: true,
    },
    {
      id: 'groups',
      title: t`Groups`,
      height: 2,
      show: ({ id }) => <GroupsOfCustomer customer={id} />,
      livingOnly: true,
    },
    {
      id: 'segments',
      title: t`Segments`,
      height: 3,
      show: ({ id }) => <SegmentsOfCustomer customer={id} />,
      livingOnly: true,
    },
    { id: 'merges', title: t`Merges`, height: 1, show: (customer) => <Merges customer={customer} /> },
    {
      id: 'consent',
      title: t`Consent`,
      height: 1,
      show: ({ id }) => <ConsentOfCustomer customer={id} />,
      livingOnly: true,
    },
    { id: 'rhythm', title: t`What she bought`, height: 3, show: ({ bought }) => <Rhythm bought={bought} /> },
    { id: 'orders', title: t`Orders`, height: 7, show: ({ id }) => <OrdersOf customer={id} /> },
    {
      id: 'preferences',
      title: t`Preferences`,
      height: 5,
      show: ({ id }) => <PreferencesOfCustomer customer={id} />,
      livingOnly: true,
    },
    {
      id: 'looks',
      title: t`What she looks at`,
      height: 3,
      show: ({ id }) => <LooksOf customer={id} />,
      livingOnly: true,
    },
    {
      id: 'devices',
      title: t`Devices`,
      height: 2,
      show: ({ id }) => <DevicesOfCustomer customer={id} />,
      livingOnly: true,
    },
    {
      id: 'files',
      title: t`Files`,
      height: 1,
      show: ({ id }) => <FilesOfCustomer customer={id} />,
      livingOnly: true,
    },
    { id: 'timeline', title: t`What happened`, height: 12, show: ({ id }) => <Timeline customer={id} /> },
  ];
}
