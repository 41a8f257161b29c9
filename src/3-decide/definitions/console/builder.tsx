/**
 * Builds a definition from rows in groups. By keyboard alone too: who adds a row is in it, who removes one is at the button that would add it
 * again, and every control says what it is.
 */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Checkbox, Select } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { type MouseEvent, useMemo } from 'react';
import {
  type ActionProps,
  type CombinatorSelectorProps,
  type NotToggleProps,
  QueryBuilder,
} from 'react-querybuilder';
import { begun } from './begun.ts';
import css from './builder.module.css';
import { type Choice, useChoices } from './choices.ts';
import { type Query, rowOf } from './draft.ts';
import { type BuilderContext, ConditionRow } from './row.tsx';

type Props = {
  query: Query;
  onChange(query: Query): void;
  /** By the id of the row. */
  faults: ReadonlyMap<string, string>;
  /** Which segments a definition may ask about. */
  segments: readonly Choice[];
};

const DEEPEST = 8;

export function DefinitionBuilder({ query, onChange, faults, segments }: Props) {
  const choices = useChoices(segments);
  const context = useMemo((): BuilderContext => ({ choices, faults }), [choices, faults]);
  return (
    <QueryBuilder
      query={query}
      onQueryChange={(next) => onChange(next as Query)}
      enableMountQueryChange={false}
      fields={FIELDS}
      getDefaultValue={() => rowOf(begun('event'))}
      addRuleToNewGroups
      showNotToggle
      maxLevels={DEEPEST}
      context={context}
      controlElements={CONTROLS}
      controlClassnames={CLASSES}
      suppressStandardClassnames
      accessibleDescriptionGenerator={() => ''}
    />
  );
}

const FIELDS = [{ name: 'condition', label: 'condition' }];

const CLASSES = {
  ruleGroup: css.group ?? '',
  header: css.head ?? '',
  body: css.body ?? '',
  rule: css.rule ?? '',
};

const groupOf = (element: Element): Element | null => element.closest(`.${css.group}`);
const afterChange = (run: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(run));

function CombinatorSelect({ value, handleOnChange }: CombinatorSelectorProps) {
  const { t } = useLingui();
  return (
    <Select
      className={css.joined}
      aria-label={t`How conditions are joined`}
      allowDeselect={false}
      data={[
        { value: 'and', label: t`all of these` },
        { value: 'or', label: t`any of these` },
      ]}
      value={String(value)}
      onChange={(word) => word && handleOnChange(word)}
    />
  );
}

function NotCheckbox({ checked = false, handleOnChange }: NotToggleProps) {
  const { t } = useLingui();
  return (
    <Checkbox
      label={t`not`}
      aria-label={t`Not: those for whom this group does not hold`}
      checked={checked}
      onChange={(event) => handleOnChange(event.currentTarget.checked)}
    />
  );
}

function AddRule(props: ActionProps) {
  const { t } = useLingui();
  return <Add {...props} name={t`Condition`} label={t`Add a condition`} icon={IconPlus} />;
}

function AddGroup(props: ActionProps) {
  const { t } = useLingui();
  // As deep as it may be.
  if (props.level >= DEEPEST) return null;
  return (
    <Add
      {...props}
      name={t({ message: 'Group', context: 'of conditions' })}
      label={t`Add a group`}
      icon={IconFolderPlus}
    />
  );
}

type AddProps = ActionProps & { name: string; label: string; icon: typeof IconPlus };

function Add({ handleOnClick, disabled = false, name, label, icon: Icon }: AddProps) {
  return (
    <Button
      variant="default"
      size="compact-sm"
      disabled={disabled}
      aria-label={label}
      data-add
      leftSection={<Icon size={14} aria-hidden />}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        const body = groupOf(event.currentTarget)?.querySelector(`:scope > .${css.body}`);
        handleOnClick(event);
        afterChange(() => body?.lastElementChild?.querySelector<HTMLElement>('input, textarea')?.focus());
      }}
    >
      {name}
    </Button>
  );
}

type RemoveProps = ActionProps & { label: string; icon: typeof IconX };

function Remove({ handleOnClick, disabled = false, label, icon: Icon }: RemoveProps) {
  return (
    <ActionIcon
      className={css.remove}
      disabled={disabled}
      aria-label={label}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        const own = event.currentTarget.closest(`.${css.group}, .${css.rule}`);
        const group = own?.parentElement ? groupOf(own.parentElement) : null;
        handleOnClick(event);
        afterChange(() => group?.querySelector<HTMLElement>('[data-add]')?.focus());
      }}
    >
      <Icon size={14} aria-hidden />
    </ActionIcon>
  );
}

function RemoveRule(props: ActionProps) {
  const { t } = useLingui();
  return <Remove {...props} label={t`Remove this condition`} icon={IconX} />;
}

function RemoveGroup(props: ActionProps) {
  const { t } = useLingui();
  return <Remove {...props} label={t`Remove this group`} icon={IconTrash} />;
}

const CONTROLS = {
  combinatorSelector: CombinatorSelect,
  notToggle: NotCheckbox,
  addRuleAction: AddRule,
  addGroupAction: AddGroup,
  removeRuleAction: RemoveRule,
  removeGroupAction: RemoveGroup,
  fieldSelector: null,
  operatorSelector: null,
  valueSourceSelector: null,
  valueEditor: ConditionRow,
  dragHandle: null,
  shiftActions: null,
};
