/** What can be chosen: keys stay, titles may change, and what is no longer offered is withdrawn. */
import { useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Group, Input, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AttributeItem } from '../contract.ts';
import css from './attributes.module.css';

type Options = AttributeItem['options'];
type Props = { options: Options; onChange(options: Options): void; error?: ReactNode };

export function OptionsInput({ options, onChange, error }: Props) {
  const { t } = useLingui();
  const put = (index: number, to: Options[number]) =>
    onChange(options.map((option, at) => (at === index ? to : option)));
  const fresh = (): Options[number] => ({
    key: `option_${options.length + 1}`,
    title: { en: '', zh: '' },
    withdrawn: false,
  });
  return (
    <Input.Wrapper label={t`Options`} error={error}>
      <div className={css.options}>
        {options.map((option, index) => (
          <Group key={option.key} gap={6} grow preventGrowOverflow={false} wrap="wrap">
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
            <Checkbox
              size="xs"
              label={t`Not offered any more`}
              checked={option.withdrawn}
              onChange={(event) => put(index, { ...option, withdrawn: event.currentTarget.checked })}
            />
          </Group>
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
