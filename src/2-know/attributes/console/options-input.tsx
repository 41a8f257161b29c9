/** What can be chosen: keys stay, titles may change, and what is no longer offered is withdrawn. */
import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, Checkbox, Group, Input, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AttributeItem } from '../contract.ts';
import css from './attributes.module.css';

type Options = AttributeItem['options'];
type Props = {
  options: Options;
  /** Keys that values may have by now: these are withdrawn, never taken away. */
  kept: readonly string[];
  onChange(options: Options): void;
  error?: ReactNode;
};

export function OptionsInput({ options, kept, onChange, error }: Props) {
  const { t } = useLingui();
  const put = (index: number, to: Options[number]) =>
    onChange(options.map((option, at) => (at === index ? to : option)));
  const fresh = (): Options[number] => ({
    key: freeKey(options),
    title: { en: '', zh: '' },
    withdrawn: false,
  });
  return (
    <Input.Wrapper label={t`Options`} error={error}>
      <div className={css.options}>
        {options.map((option, index) => (
          <div key={option.key} className={css.option}>
            <TextInput
              size="xs"
              required
              maxLength={80}
              aria-label={t`Title in English`}
              placeholder={t`Title in English`}
              value={option.title.en}
              onChange={(event) =>
                put(index, { ...option, title: { ...option.title, en: event.currentTarget.value } })
              }
            />
            <TextInput
              size="xs"
              required
              maxLength={80}
              aria-label={t`Title in Chinese`}
              placeholder={t`Title in Chinese`}
              value={option.title.zh}
              onChange={(event) =>
                put(index, { ...option, title: { ...option.title, zh: event.currentTarget.value } })
              }
            />
            {kept.includes(option.key) ? (
              <Checkbox
                size="xs"
                label={t`Not offered any more`}
                checked={option.withdrawn}
                onChange={(event) => put(index, { ...option, withdrawn: event.currentTarget.checked })}
              />
            ) : (
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={t`Take option ${index + 1} away`}
                onClick={() => onChange(options.filter((one) => one !== option))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </div>
        ))}
        <Group>
          <Button size="compact-xs" variant="default" onClick={() => onChange([...options, fresh()])}>
            {t`Add an option`}
          </Button>
        </Group>
      </div>
    </Input.Wrapper>
  );
}

/** Whoever defined it by API may have called one so. */
function freeKey(options: Options): string {
  const taken = new Set(options.map(({ key }) => key));
  let number = options.length + 1;
  while (taken.has(`option_${number}`)) number++;
  return `option_${number}`;
}
