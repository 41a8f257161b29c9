/** Above a list: search, filters, saved views, columns, export. Each of them writes into the address and nowhere else. */
import { useLingui } from '@lingui/react/macro';
import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKey } from '../keys.ts';
import type { ChangeUrl, UrlState } from '../url-state.ts';
import type { Filter } from './column.ts';
import css from './list.module.css';
import { fromFirstPage } from './use-list.ts';

type Toolbar = {
  url: UrlState;
  change: ChangeUrl;
  search?: string | undefined;
  filters: readonly Filter[];
  csv?: string | undefined;
  children?: ReactNode;
};

export function ListToolbar({ url, change, search, filters, csv, children }: Toolbar) {
  const { t } = useLingui();
  return (
    <div className={css.toolbar}>
      {search && <Search url={url} change={change} label={search} />}
      {filters.map((filter) => (
        <FilterInput key={filter.name} filter={filter} url={url} change={change} />
      ))}
      <div className={css.tools}>
        {children}
        {csv && (
          <Button
            component="a"
            href={csv}
            download
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t`CSV`}
          </Button>
        )}
      </div>
    </div>
  );
}

const TYPING_MS = 250;

/** Follows the address, and writes to it when somebody pauses typing. */
function useTyped(value: string, write: (text: string) => void): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback(write, TYPING_MS);
  useEffect(() => setTyped(value), [value]);
  return [
    typed,
    (text) => {
      setTyped(text);
      settle(text);
    },
  ];
}

function Search({ url, change, label }: Pick<Toolbar, 'url' | 'change'> & { label: string }) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useTyped(url.q ?? '', (text) =>
    change(fromFirstPage({ q: text }), { replace: true }),
  );
  useKey('/', t`Search this list`, () => input.current?.focus());
  return (
    <TextInput
      ref={input}
      type="search"
      className={css.search}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

type One = Pick<Toolbar, 'url' | 'change'> & { filter: Filter };

export function FilterInput({ filter, url, change }: One) {
  const { t } = useLingui();
  if (filter.kind === 'choice') {
    const any = t`${filter.label}: any`;
    return (
      <Select
        className={css.filter}
        aria-label={filter.label}
        placeholder={filter.usual ?? any}
        data={[...filter.options]}
        value={url[filter.name] ?? null}
        onChange={(value) => change(fromFirstPage({ [filter.name]: value }))}
        clearable
        clearButtonProps={{ 'aria-label': t`Clear ${filter.label}` }}
        searchable={filter.options.length > 8}
        nothingFoundMessage={t`Nothing by that name`}
      />
    );
  }
  return filter.kind === 'text' ? (
    <TextFilter filter={filter} url={url} change={change} />
  ) : (
    <InstantFilter filter={filter} url={url} change={change} />
  );
}

function TextFilter({ filter, url, change }: One) {
  const [typed, setTyped] = useTyped(url[filter.name] ?? '', (text) =>
    change(fromFirstPage({ [filter.name]: text }), { replace: true }),
  );
  return (
    <TextInput
      className={css.filter}
      aria-label={filter.label}
      placeholder={filter.label}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

function InstantFilter({ filter, url, change }: One) {
  const given = url[filter.name];
  return (
    <TextInput
      className={css.instant}
      type="datetime-local"
      leftSection={<span className={css.prefix}>{filter.label}</span>}
      leftSectionWidth={filter.label.length > 3 ? 54 : 34}
      aria-label={filter.label}
      value={given ? localMinute(new Date(given)) : ''}
      onChange={({ currentTarget: { value } }) =>
        change(fromFirstPage({ [filter.name]: value ? new Date(value).toISOString() : null }))
      }
    />
  );
}

/** What `datetime-local` speaks: the reader's own wall clock. */
function localMinute(moment: Date): string {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
