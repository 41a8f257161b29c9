/** All segments: who is meant, how many they are, and how each is. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconChartPie, IconPlus } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type Column, type Filter, Instant, ListPage, PageFrame, useWords, Verbatim } from '#console/kit';
import type { SegmentItem } from '../contract.ts';
import { EXAMPLES, useExamples } from './examples.ts';
import { asksAbout, Sentence, StateOf, useAllSegments, useSegmentRights } from './segment-words.tsx';
import css from './segments.module.css';

const REFRESH_MS = 5000;

export default function SegmentsPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const columns = useSegmentColumns();
  const { mayWrite } = useSegmentRights();
  const filters: Filter[] = [
    {
      name: 'state',
      label: t`State`,
      kind: 'choice',
      usual: t`State: current`,
      options: [{ value: 'archived', label: t`Archived` }],
    },
  ];
  return (
    <PageFrame
      title={t`Segments`}
      lead={<Trans>Who is meant, kept up with every event and the clock: who belongs enters at once.</Trans>}
      actions={
        mayWrite && (
          <Button component={Link} to="/segments/new" leftSection={<IconPlus size={14} aria-hidden />}>
            {t`New segment`}
          </Button>
        )
      }
    >
      <ListPage<SegmentItem>
        page="segments"
        endpoint="/api/segments"
        label={t`Segments`}
        columns={columns}
        filters={filters}
        search={t`Name of a segment`}
        sort="name"
        rowId={(segment) => String(segment.id)}
        onOpen={(segment) => void navigate({ to: `/segments/${segment.id}` })}
        refresh={REFRESH_MS}
        empty={{
          icon: IconChartPie,
          title: t`No segments yet`,
          text: (
            <Trans>
              A segment says who is meant; from then on everybody who fits is in it. Begin with one of these,
              or with your own.
            </Trans>
          ),
          action: mayWrite && <Starts />,
        }}
      />
    </PageFrame>
  );
}

function Starts() {
  const examples = useExamples();
  return (
    <ul className={css.starts}>
      {EXAMPLES.map((name) => {
        const { name: title, description, icon: Icon } = examples[name];
        return (
          <li key={name}>
            <Link to={`/segments/new?example=${name}`} className={css.start}>
              <Icon size={18} aria-hidden />
              <strong>{title}</strong>
              <span>{description}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function useSegmentColumns(): Column<SegmentItem>[] {
  const { t } = useLingui();
  const { number } = useWords();
  const all = useAllSegments().data?.items;
  return useMemo(
    () => [
      {
        id: 'name',
        title: t`Name`,
        sort: 'name',
        cell: (item) => (
          <strong>
            <Verbatim longest={120}>{item.name}</Verbatim>
          </strong>
        ),
      },
      {
        id: 'who',
        title: t`Who is meant`,
        cell: (item) => (
          <span className={css.sentence}>
            <Sentence sentence={item.sentence} />
          </span>
        ),
      },
      { id: 'members', title: t`Members`, sort: 'members', end: true, cell: (item) => number(item.members) },
      { id: 'state', title: t`State`, cell: (item) => <StateOf segment={item} /> },
      {
        id: 'used',
        title: t`Used by`,
        cell: (item) => {
          const uses = (all ?? []).filter(({ definition }) => asksAbout(definition).includes(item.id)).length;
          return uses > 0 && <Plural value={uses} one="# segment" other="# segments" />;
        },
      },
      {
        id: 'changed',
        title: t`Changed`,
        cell: (item) => <Instant at={item.changed_at} brief />,
      },
      {
        id: 'created',
        title: t`Made`,
        sort: 'created',
        optional: true,
        cell: (item) => <Instant at={item.created_at} brief />,
      },
    ],
    [t, number, all],
  );
}
