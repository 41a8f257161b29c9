/** What was done: kind of call, name, and filters on its properties, each in a line of its own. */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import { IconDots, IconFilterPlus, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Filter } from '../ast.ts';
import css from './builder.module.css';
import { useEventNames, usePropertyNames } from './known-names.ts';
import { NameInput } from './name-input.tsx';
import { type Line, linesOf, whereOf } from './shown.ts';
import { TestInput } from './test-input.tsx';

export const EVENT_TYPES = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;
export type EventAsked = {
  event?: string | undefined;
  type?: (typeof EVENT_TYPES)[number] | undefined;
  where?: Filter | undefined;
};

type Props = { value: EventAsked; onChange(value: EventAsked): void; label: string };

export function EventInput({ value, onChange, label }: Props) {
  const { t } = useLingui();
  const names = useEventNames();
  const types: Record<(typeof EVENT_TYPES)[number], string> = {
    track: t`event`,
    page: t`page`,
    screen: t`screen`,
    identify: t`sign-in`,
    group: t`group`,
    alias: t`new id`,
  };
  // Rarely asked, and then seen.
  const [isTyped, setTyped] = useState(value.type !== undefined);
  return (
    <>
      <NameInput
        label={label}
        placeholder={t`whatever it is called`}
        known={names}
        value={value.event ?? ''}
        onChange={(event) => {
          const { event: _, ...other } = value;
          onChange(event ? { ...other, event } : other);
        }}
      />
      {isTyped ? (
        <Select
          className={css.type}
          aria-label={t`${label}: kind of call`}
          allowDeselect={false}
          data={[
            { value: '', label: t`any kind` },
            ...EVENT_TYPES.map((type) => ({ value: type, label: types[type] })),
          ]}
          value={value.type ?? ''}
          onChange={(type) => {
            const { type: _, ...other } = value;
            onChange(type ? { ...other, type: type as EventAsked['type'] } : other);
          }}
        />
      ) : (
        <Tooltip label={t`Only a kind of call…`}>
          <ActionIcon aria-label={t`${label}: only a kind of call`} onClick={() => setTyped(true)}>
            <IconDots size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}

type FiltersProps = { where: Filter | undefined; onChange(where: Filter | undefined): void };

/** Under the row they belong to. */
export function FiltersInput({ where, onChange }: FiltersProps) {
  const { t } = useLingui();
  const ground = useRef<HTMLFieldSetElement>(null);
  const { joined, lines } = linesOf(where) ?? { joined: 'all' as const, lines: [] };
  const change = (next: readonly Line[]): void => onChange(whereOf({ joined, lines: next }));
  // Who adds a line is in it.
  const focusLast = (): void => {
    requestAnimationFrame(() => {
      const added = [...(ground.current?.querySelectorAll('[data-line]') ?? [])].at(-1);
      added?.querySelector<HTMLInputElement>('input:not([type=hidden])')?.focus();
    });
  };
  return (
    <fieldset className={css.filters} ref={ground} aria-label={t`Filters on properties`}>
      {lines.length > 1 && (
        <Select
          className={css.joined}
          aria-label={t`How filters are joined`}
          allowDeselect={false}
          data={[
            { value: 'all', label: t`all of these` },
            { value: 'any', label: t`any of these` },
          ]}
          value={joined}
          onChange={(word) => onChange(whereOf({ joined: word === 'any' ? 'any' : 'all', lines }))}
        />
      )}
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; nothing in it outlives a change
        <div key={index} data-line className={css.line}>
          <LineInput
            line={line}
            onChange={(changed) => change(lines.map((one, at) => (at === index ? changed : one)))}
          />
          <ActionIcon
            aria-label={t`Remove this filter`}
            onClick={() => change(lines.filter((_, at) => at !== index))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconFilterPlus size={14} aria-hidden />}
        onClick={() => {
          change([...lines, { property: '', op: 'is', value: '' }]);
          focusLast();
        }}
      >
        {lines.length === 0 ? t`Only where…` : t`And where…`}
      </Button>
    </fieldset>
  );
}

function LineInput({ line, onChange }: { line: Line; onChange(line: Line): void }) {
  const { t } = useLingui();
  const names = usePropertyNames();
  const { property, ...test } = line;
  return (
    <>
      <NameInput
        label={t`Property`}
        known={names}
        value={property}
        onChange={(name) => onChange({ ...line, property: name })}
      />
      <TestInput
        label={names[property] ?? t`Property`}
        test={test}
        onChange={(changed) => onChange({ property, ...changed })}
      />
    </>
  );
}
