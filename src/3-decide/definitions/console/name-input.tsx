/** A name that may be any, with those at hand that most shops have: each in the reader's words beside what it is called. */
import { Autocomplete } from '@mantine/core';
import css from './builder.module.css';

type Props = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** What is at hand: the name, and what it means. */
  known: Readonly<Record<string, string>>;
  placeholder?: string;
  wide?: boolean;
};

export function NameInput({ label, value, onChange, known, placeholder, wide = false }: Props) {
  return (
    <Autocomplete
      className={wide ? css.wide : css.name}
      aria-label={label}
      placeholder={placeholder ?? label}
      value={value}
      onChange={onChange}
      maxLength={200}
      data={Object.keys(known)}
      filter={({ options, search }) => {
        // What was chosen is no question: then all are offered.
        const asked = search.trim().toLowerCase();
        if (search in known || asked === '') return options;
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
