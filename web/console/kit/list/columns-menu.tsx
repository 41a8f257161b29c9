/** Which columns are shown and in what order, kept in the address as `cols`: links and saved views show the same. */
import { useLingui } from '@lingui/react/macro';
import { Button, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { Arrange } from '../arrange.tsx';
import type { ChangeUrl, UrlState } from '../url-state.ts';
import { chosenColumns, colsOf } from './chosen-columns.ts';
import type { Column } from './column.ts';
import css from './list.module.css';

/** The chosen columns, in their order. */
export function shownColumns<Item>(columns: readonly Column<Item>[], url: UrlState): Column<Item>[] {
  const byId = new Map(columns.map((column) => [column.id, column]));
  return chosenColumns(columns, url.cols).flatMap((id) => byId.get(id) ?? []);
}

type Props<Item> = { columns: readonly Column<Item>[]; url: UrlState; change: ChangeUrl };

export function ColumnsMenu<Item>({ columns, url, change }: Props<Item>) {
  const { t } = useLingui();
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={14} aria-hidden />}>
          {t`Columns`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={8} role="group" aria-label={t`Columns`} className={css.choices}>
          <Arrange
            label={t`Columns`}
            items={columns}
            shown={chosenColumns(columns, url.cols)}
            onChange={(shown) => change({ cols: colsOf(columns, shown) }, { replace: true })}
            keepsOne
          />
          <Button
            variant="default"
            disabled={url.cols === undefined}
            onClick={() => change({ cols: null }, { replace: true })}
          >
            {t`As usual`}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
