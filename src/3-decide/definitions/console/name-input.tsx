/** A name that may be any, with those at hand that most shops have. These are shown in the reader's words, and kept as they are called. */
import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import css from './builder.module.css';

type Props = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** What is at hand: the name, and what it means. */
  known: Readonly<Record<string, string>>;
  placeholder?: string;
};

export function NameInput({ label, value, onChange, known, placeholder }: Props) {
  // Letters are not turned into other words under the fingers: only when they are done.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? known[value] ?? value;
  const isChosen = value in known;
  return (
    <Autocomplete
      className={css.name}
      aria-label={label}
      placeholder={placeholder ?? label}
      maxLength={200}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        onChange(Object.keys(known).find((name) => known[name] === text) ?? text);
      }}
      onBlur={() => setTyped(null)}
      data={Object.entries(known).map(([name, words]) => ({ value: name, label: words }))}
      filter={({ options, search }) => {
        const asked = search.trim().toLowerCase();
        // What was chosen is no question: then all are offered.
        if (isChosen || asked === '') return options;
        return options.filter(
          (option) =>
            'value' in option && `${option.value} ${known[option.value]}`.toLowerCase().includes(asked),
        );
      }}
      renderOption={({ option }) => (
        <span className={css.option}>
          {known[option.value]}
          {known[option.value] !== option.value && <bdi>{option.value}</bdi>}
        </span>
      )}
      comboboxProps={{ shadow: 'md', width: 300, position: 'bottom-start' }}
    />
  );
}
