/**
 * The rows of a list. By keyboard: j and k (or the arrows) move, x ticks, Enter opens. On a narrow screen each row becomes a block with the
 * names of its columns, so that nothing scrolls sideways.
 */
// biome-ignore-all lint/a11y/noRedundantRoles: as blocks on a narrow screen, tables, rows and cells would lose their roles
import { useLingui } from '@lingui/react/macro';
import { Checkbox, Skeleton, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { type ColumnDef, type RowData, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, useRef } from 'react';
import { useKey } from '../keys.ts';
import type { Column } from './column.ts';
import css from './list.module.css';
import type { Ticks } from './ticks.ts';

const features = tableFeatures({});

type Props<Item extends RowData> = {
  label: string;
  /** Those that are shown, in their order. */
  columns: readonly Column<Item>[];
  rows: Item[];
  rowId(item: Item): string;
  sort: string;
  onSort(sort: string): void;
  onOpen?: ((item: Item) => void) | undefined;
  opened?: string | undefined;
  ticks?: Ticks | undefined;
};

export function ListTable<Item extends RowData>(props: Props<Item>) {
  const { label, columns, rows, rowId, onOpen, ticks } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const definitions = useMemo(
    (): ColumnDef<typeof features, Item>[] =>
      columns.map((column) => ({
        id: column.id,
        header: column.title,
        cell: ({ row }) => column.cell(row.original),
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
  });
  useRowKeys(body);
  useTickKey(body, ticks);
  const byId = new Map(columns.map((column) => [column.id, column]));
  return (
    <table className={css.table} role="table" aria-label={label} data-openable={onOpen ? true : undefined}>
      <thead role="rowgroup">
        <tr role="row">
          {ticks && <TickAll ticks={ticks} count={rows.length} />}
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {table.getRowModel().rows.map((row, index) => (
          <tr
            key={row.id}
            role="row"
            tabIndex={index === 0 ? 0 : -1}
            data-id={row.id}
            data-ticked={ticks?.ids.includes(row.id) || undefined}
            data-opened={props.opened === row.id || undefined}
            onClick={(event) => {
              if (!isOnControl(event.target)) onOpen?.(row.original);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row.original);
            }}
          >
            {ticks && <TickOne id={row.id} ticks={ticks} />}
            {row.getAllCells().map((cell) => (
              <td
                key={cell.id}
                role="cell"
                data-label={byId.get(cell.column.id)?.title}
                data-end={byId.get(cell.column.id)?.end || undefined}
              >
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const isOnControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('a, button, input, label') !== null;

function useRowKeys(body: React.RefObject<HTMLTableSectionElement | null>): void {
  const { t } = useLingui();
  const move = (step: number): void => {
    const rows = [...(body.current?.rows ?? [])];
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const to = rows[Math.min(rows.length - 1, Math.max(0, now + step))] ?? rows[0];
    for (const row of rows) row.tabIndex = row === to ? 0 : -1;
    to?.focus();
    to?.scrollIntoView({ block: 'nearest' });
  };
  useKey('j', t`Next row`, () => move(1));
  useKey('k', t`Previous row`, () => move(-1));
  useKey('ArrowDown', t`Next row`, () => move(1));
  useKey('ArrowUp', t`Previous row`, () => move(-1));
}

/** x ticks the row the focus is in. */
function useTickKey(body: React.RefObject<HTMLTableSectionElement | null>, ticks: Ticks | undefined): void {
  const { t } = useLingui();
  const flip = (): void => {
    const here = [...(body.current?.rows ?? [])].find((row) => row.contains(document.activeElement));
    if (here?.dataset.id !== undefined) ticks?.flip(here.dataset.id);
  };
  useKey('x', t`Tick this row`, flip, ticks !== undefined);
}

type Head<Item> = { column: Column<Item>; sort: string; onSort(sort: string): void };

function HeaderCell<Item>({ column, sort, onSort }: Head<Item>) {
  const name = column.sort;
  if (!name) {
    return (
      <th role="columnheader" scope="col" data-end={column.end || undefined}>
        {column.title}
      </th>
    );
  }
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  const Arrow = { ascending: IconArrowUp, descending: IconArrowDown, none: IconArrowsSort }[direction];
  return (
    <th role="columnheader" scope="col" aria-sort={direction} data-end={column.end || undefined}>
      <UnstyledButton
        className={css.sorter}
        onClick={() => onSort(direction === 'ascending' ? `-${name}` : name)}
      >
        {column.title}
        <Arrow size={12} aria-hidden />
      </UnstyledButton>
    </th>
  );
}

function TickAll({ ticks, count }: { ticks: Ticks; count: number }) {
  const { t } = useLingui();
  const all = count > 0 && ticks.ids.length === count;
  return (
    <th role="columnheader" scope="col" className={css.tick}>
      <Checkbox
        aria-label={t`Tick all ${count} on this page`}
        checked={all}
        indeterminate={!all && ticks.ids.length > 0}
        onChange={all ? ticks.clear : ticks.all}
      />
    </th>
  );
}

function TickOne({ id, ticks }: { id: string; ticks: Ticks }) {
  const { t } = useLingui();
  return (
    <td role="cell" className={css.tick}>
      <Checkbox
        aria-label={t`Tick this row`}
        checked={ticks.ids.includes(id)}
        onChange={() => ticks.flip(id)}
      />
    </td>
  );
}

/** In the shape of what comes. */
export function TableSkeleton({ columns }: { columns: number }) {
  const { t } = useLingui();
  return (
    <div className={css.skeleton} role="status" aria-label={t`Loading`}>
      {Array.from({ length: 8 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are nothing but their place
        <div key={row} className={css.skeletonRow}>
          {Array.from({ length: Math.min(columns, 5) }, (_, cell) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Skeleton key={cell} h={10} w={`${[62, 38, 50, 28, 44][cell]}%`} />
          ))}
        </div>
      ))}
    </div>
  );
}
