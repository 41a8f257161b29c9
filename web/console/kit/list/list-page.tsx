/**
 * A list, whole: search, filters, sort, keyset pages, saved views, columns, CSV, and a word for each state it can be in (loading,
 * empty, nothing found, failed). A page of a module says what its rows are; everything else is the same everywhere.
 */
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Text } from '@mantine/core';
import { IconChevronRight, IconChevronsLeft, IconFilterOff } from '@tabler/icons-react';
import type { RowData } from '@tanstack/react-table';
import { type ReactNode, useMemo } from 'react';
import { Empty, type EmptyWords } from '../empty.tsx';
import { useKey } from '../keys.ts';
import { ProblemNote } from '../problem.tsx';
import { BulkBar } from './bulk-bar.tsx';
import type { Column, Filter } from './column.ts';
import { ColumnsMenu, shownColumns } from './columns-menu.tsx';
import css from './list.module.css';
import { ListTable, TableSkeleton } from './table.tsx';
import { type Ticks, useTicked } from './ticks.ts';
import { ListToolbar } from './toolbar.tsx';
import { fromFirstPage, type ListState, useList } from './use-list.ts';
import { ViewsMenu } from './views-menu.tsx';

export type ListPageProps<Item extends RowData> = {
  /** Names its saved views. */
  page: string;
  endpoint: string;
  label: string;
  columns: readonly Column<Item>[];
  filters?: readonly Filter[];
  /** What may be searched for; absent where the list has no search. */
  search?: string;
  /** As the API has it where nothing is said. */
  sort: string;
  rowId(item: Item): string;
  onOpen?(item: Item): void;
  opened?: string | undefined;
  /** What can be done with several rows at once: rows can be ticked then, and what is ticked comes here. */
  bulk?: ((ticked: readonly string[], untick: () => void) => ReactNode) | undefined;
  empty: EmptyWords;
  noCsv?: boolean;
  /** Asks again every so many milliseconds. */
  refresh?: number;
};

export function ListPage<Item extends RowData>(props: ListPageProps<Item>) {
  const { filters = [], columns, page } = props;
  const list = useList<Item>(
    props.endpoint,
    filters.map((filter) => filter.name),
    props.refresh,
  );
  const rowIds = list.rows?.map(props.rowId) ?? [];
  const ticked = useTicked(rowIds);
  return (
    <section aria-label={props.label}>
      <ListToolbar
        url={list.url}
        change={list.change}
        search={props.search}
        filters={filters}
        csv={props.noCsv ? undefined : list.csv}
      >
        <ViewsMenu page={page} url={list.url} />
        <ColumnsMenu columns={columns} url={list.url} change={list.change} />
      </ListToolbar>
      <div className={css.sheet} aria-busy={list.fetching} data-stale={list.fetching || undefined}>
        <Rows {...props} list={list} {...(props.bulk && { ticks: ticked })} />
      </div>
      {props.bulk && (
        <BulkBar {...ticked} page={rowIds}>
          {props.bulk(ticked.ids, ticked.clear)}
        </BulkBar>
      )}
      <Paging list={list} />
    </section>
  );
}

type RowsProps<Item extends RowData> = ListPageProps<Item> & { list: ListState<Item>; ticks?: Ticks };

function Rows<Item extends RowData>({ list, ...props }: RowsProps<Item>) {
  const { columns, rowId } = props;
  // Not with every change of the address: cells that are made anew lose the focus within them.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the address it is `cols` alone
  const shown = useMemo(() => shownColumns(columns, list.url), [columns, list.url.cols]);
  if (list.failure && !list.rows) return <ProblemNote failure={list.failure} retry={list.reload} />;
  if (!list.rows) return <TableSkeleton columns={shown.length} />;
  if (list.rows.length === 0) {
    return list.narrowed ? (
      <NothingFound list={list} filters={props.filters ?? []} />
    ) : (
      <Empty {...props.empty} />
    );
  }
  return (
    <>
      {list.failure ? <ProblemNote failure={list.failure} retry={list.reload} /> : null}
      <ListTable
        label={props.label}
        columns={shown}
        rows={list.rows}
        rowId={rowId}
        sort={list.url.sort ?? props.sort}
        onSort={(sort) => list.change(fromFirstPage({ sort: sort === props.sort ? null : sort }))}
        onOpen={props.onOpen}
        opened={props.opened}
        ticks={props.ticks}
      />
    </>
  );
}

function NothingFound<Item>({ list, filters }: { list: ListState<Item>; filters: readonly Filter[] }) {
  const { t } = useLingui();
  const clear = Object.fromEntries(
    ['q', 'after', ...filters.map(({ name }) => name)].map((name) => [name, null]),
  );
  return (
    <Empty
      icon={IconFilterOff}
      title={t`Nothing matches`}
      text={
        list.next ? (
          <Trans>Nothing in the part that was looked through; there is more further back.</Trans>
        ) : (
          <Trans>No row fits this search and these filters.</Trans>
        )
      }
      action={
        <Button variant="default" onClick={() => list.change(clear)}>{t`Clear search and filters`}</Button>
      }
    />
  );
}

function Paging<Item>({ list }: { list: ListState<Item> }) {
  const { t } = useLingui();
  const { next } = list;
  const onward = (): void => {
    list.change({ after: next });
    scrollTo({ top: 0 });
  };
  useKey('n', t`Next page`, onward, next !== null);
  if (!list.rows || (list.rows.length === 0 && !next && !list.url.after)) return null;
  return (
    <Group justify="space-between" mt={8} gap="xs">
      <Text c="dimmed" size="xs">
        <Trans>{list.rows.length} on this page</Trans>
      </Text>
      <Group gap={8}>
        <Button
          variant="default"
          disabled={!list.url.after}
          onClick={() => list.change({ after: null })}
          leftSection={<IconChevronsLeft size={14} aria-hidden />}
        >
          {t`To the first page`}
        </Button>
        <Button
          variant="default"
          disabled={!next}
          onClick={onward}
          rightSection={<IconChevronRight size={14} aria-hidden />}
        >
          {t`Next page`}
        </Button>
      </Group>
    </Group>
  );
}
