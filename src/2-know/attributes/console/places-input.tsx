/** Where it stands for each team: somewhere else than for the others, or not on the page. */
import { useLingui } from '@lingui/react/macro';
import { Checkbox, Group, NumberInput, Text } from '@mantine/core';
import { useWords } from '#console/kit';
import type { AttributeItem } from '../contract.ts';
import css from './attributes.module.css';
import { ATTRIBUTE_ROLES } from './choices.ts';

type Places = AttributeItem['places'];

export function PlacesInput({ places, onChange }: { places: Places; onChange(places: Places): void }) {
  const { t } = useLingui();
  const { roles } = useWords();
  return (
    <details>
      <summary>{t`Another place for some teams`}</summary>
      <div className={css.options}>
        {ATTRIBUTE_ROLES.map((role) => {
          const own = places[role];
          const put = (to: { place: number; hidden: boolean } | undefined) => {
            const { [role]: _, ...others } = places;
            onChange(to ? { ...others, [role]: to } : others);
          };
          return (
            <Group key={role} gap="sm" wrap="wrap">
              <Text size="sm" w={96}>
                {roles[role]}
              </Text>
              <NumberInput
                size="xs"
                w={96}
                min={0}
                max={9999}
                aria-label={t`Place`}
                placeholder={t`As all`}
                value={own?.place ?? ''}
                onChange={(given) =>
                  put(typeof given === 'number' ? { place: given, hidden: own?.hidden ?? false } : undefined)
                }
              />
              <Checkbox
                size="xs"
                label={t`Not on the page`}
                checked={own?.hidden ?? false}
                onChange={(event) => put({ place: own?.place ?? 100, hidden: event.currentTarget.checked })}
              />
            </Group>
          );
        })}
      </div>
    </details>
  );
}
