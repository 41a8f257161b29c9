/** @jsxImportSource preact */
import { t } from '@lingui/core/macro';

type QuantityProps = {
  value: number;
  most: number;
  least?: number;
  label: string;
  change(value: number): void;
};

export function Quantity({ value, most, least = 1, label, change }: QuantityProps) {
  const set = (next: number): void => {
    if (Number.isInteger(next)) change(Math.max(least, Math.min(most, next)));
  };
  return (
    <span class="quantity">
      <button type="button" aria-label={t`One less`} disabled={value <= least} onClick={() => set(value - 1)}>
        −
      </button>
      <input
        type="number"
        inputMode="numeric"
        aria-label={label}
        min={least}
        max={most}
        value={value}
        onChange={(event) => set(Number(event.currentTarget.value))}
      />
      <button type="button" aria-label={t`One more`} disabled={value >= most} onClick={() => set(value + 1)}>
        +
      </button>
    </span>
  );
}
