/** What a value may be, asked as its kind needs it. */
import { useLingui } from '@lingui/react/macro';
import { Group, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { AttributeItem } from '../contract.ts';
import { useAttributeWords } from './attribute-words.ts';
import { CHARACTERS } from './choices.ts';

type Rules = AttributeItem['rules'];
type Props = { type: AttributeItem['type']; rules: Rules; onChange(rules: Rules): void };

export function RulesInput({ type, rules, onChange }: Props) {
  const { t } = useLingui();
  const words = useAttributeWords();
  if (type === 'yes_no' || type === 'choice') return null;
  if (type === 'date')
    return (
      <Group grow>
        <TextInput
          type="date"
          label={t`Not before`}
          value={rules.earliest ?? ''}
          onChange={(event) => onChange({ ...rules, earliest: event.currentTarget.value || null })}
        />
        <TextInput
          type="date"
          label={t`Not after`}
          value={rules.latest ?? ''}
          onChange={(event) => onChange({ ...rules, latest: event.currentTarget.value || null })}
        />
      </Group>
    );
  const figure = (given: string | number): number | null => (typeof given === 'number' ? given : null);
  const isFigure = type === 'number';
  const isMany = type === 'choices';
  return (
    <>
      <Group grow>
        <NumberInput
          label={isFigure ? t`At least` : isMany ? t`At least so many` : t`Characters, at least`}
          value={rules.min ?? ''}
          onChange={(given) => onChange({ ...rules, min: figure(given) })}
        />
        <NumberInput
          label={isFigure ? t`At most` : isMany ? t`At most so many` : t`Characters, at most`}
          value={rules.max ?? ''}
          onChange={(given) => onChange({ ...rules, max: figure(given) })}
        />
      </Group>
      {type === 'text' && (
        <Select
          label={t`Made of`}
          allowDeselect={false}
          data={CHARACTERS.map((value) => ({ value, label: words.characters[value] }))}
          value={rules.characters}
          onChange={(value) => value && onChange({ ...rules, characters: value as Rules['characters'] })}
        />
      )}
      {(type === 'url' || type === 'email') && (
        <TagsInput
          label={t`Only at these hosts`}
          description={t`Leave empty for any.`}
          value={rules.hosts}
          onChange={(hosts) => onChange({ ...rules, hosts: hosts.map((host) => host.toLowerCase()) })}
        />
      )}
    </>
  );
}
