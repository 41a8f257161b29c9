/** What staff want to know of customers: the list of custom attributes, and the form that defines one. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Drawer } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import {
  type Column,
  Instant,
  ListPage,
  Mark,
  Mono,
  mayOpen,
  PageFrame,
  useMe,
  useUrlState,
  useWords,
  Verbatim,
} from '#console/kit';
import type { AttributeItem } from '../contract.ts';
import { AttributeForm } from './attribute-form.tsx';
import { useAttributeWords } from './attribute-words.ts';
import { ATTRIBUTE_TYPES } from './choices.ts';

export default function AttributesPage() {
  const { t } = useLingui();
  const [url, change] = useUrlState();
  const { role } = useMe();
  const { types } = useAttributeWords();
  const columns = useAttributeColumns();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<AttributeItem | null>(null);
  const mayDefine = mayOpen(role, ['operations', 'developer']);
  const make = mayDefine && (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => change({ new: '1' })}>
      {t`New attribute`}
    </Button>
  );
  const close = () => {
    setChosen(null);
    change({ new: null }, { replace: true });
  };
  const onDone = () => {
    void queries.invalidateQueries({ queryKey: ['/api/attributes'] });
    close();
  };
  const isOpen = mayDefine && (chosen !== null || url.new !== undefined);
  return (
    <PageFrame
      title={t`Custom attributes`}
      lead={
        <Trans>
          What you want to know of customers beyond what happens by itself, who sees it and where it stands.
        </Trans>
      }
      actions={make}
    >
      <ListPage<AttributeItem>
        page="attributes"
        endpoint="/api/attributes"
        label={t`Custom attributes`}
        columns={columns}
        search={t`Key or title`}
        sort="place"
        filters={[
          {
            name: 'type',
            label: t`Kind`,
            kind: 'choice',
            options: ATTRIBUTE_TYPES.map((value) => ({ value, label: types[value] })),
          },
          {
            name: 'archived',
            label: t`State`,
            kind: 'choice',
            options: [
              { value: 'false', label: t`In use` },
              { value: 'true', label: t`Archived` },
            ],
          },
        ]}
        rowId={(item) => item.id}
        {...(mayDefine && { onOpen: (item: AttributeItem) => setChosen(item) })}
        empty={{
          icon: IconListDetails,
          title: t`No custom attributes yet`,
          text: (
            <Trans>
              Define one, such as a favourite tea or a shoe size: it appears on every customer’s page.
            </Trans>
          ),
          action: make,
        }}
      />
      <Drawer
        opened={isOpen}
        onClose={close}
        position="right"
        size="lg"
        title={chosen ? t`Custom attribute` : t`New attribute`}
      >
        {isOpen && <AttributeForm key={chosen?.id ?? 'new'} attribute={chosen} onDone={onDone} />}
      </Drawer>
    </PageFrame>
  );
}

function useAttributeColumns(): Column<AttributeItem>[] {
  const { t } = useLingui();
  const { roles } = useWords();
  const { types, titleOf, sectionOf } = useAttributeWords();
  return useMemo(
    () => [
      {
        id: 'title',
        title: t`Name`,
        cell: (item) => <Verbatim longest={80}>{titleOf(item.title)}</Verbatim>,
      },
      { id: 'key', title: t`Key`, sort: 'key', cell: (item) => <Mono>{item.key}</Mono> },
      { id: 'type', title: t`Kind`, cell: (item) => types[item.type] },
      {
        id: 'section',
        title: t`Section`,
        cell: ({ section }) =>
          section === null ? sectionOf(null) : <Verbatim longest={60}>{section}</Verbatim>,
      },
      { id: 'place', title: t`Place`, sort: 'place', end: true, cell: (item) => item.place },
      {
        id: 'seen_by',
        title: t`Seen by`,
        cell: (item) =>
          ['owner' as const, ...item.seen_by.filter((role) => role !== 'owner')]
            .map((role) => roles[role])
            .join(' · '),
      },
      {
        id: 'state',
        title: t`State`,
        cell: (item) =>
          item.archived_at ? <Mark tone="quiet">{t`Archived`}</Mark> : <Mark tone="ok">{t`In use`}</Mark>,
      },
      {
        id: 'made',
        title: t`Made`,
        sort: 'created_at',
        optional: true,
        cell: (item) => <Instant at={item.created_at} brief />,
      },
    ],
    [t, roles, types, titleOf, sectionOf],
  );
}
