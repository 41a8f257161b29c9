/**
 * Money: integers in minor units of a currency (ISO 4217), never floating point. Unit prices may be finer than the currency: they are decimal
 * text, and become money once, by quantity × price rounded half away from zero.
 */

/** How many decimals an amount of this currency has: 2 for CNY, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  const known = DECIMALS.get(currency);
  if (known !== undefined) return known;
  const decimals =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  DECIMALS.set(currency, decimals);
  return decimals;
}

const DECIMALS = new Map<string, number>();

/** `price`: decimal text, at most six decimals. Throws RangeError for anything else. */
export function minorAmount(price: string, quantity: number, currency: string): number {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/.exec(price);
  if (!match) throw new RangeError(`Not a price: ${price}`);
  const [, sign, whole, fraction = ''] = match;
  const millionths = BigInt(whole as string) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
  const exact = (sign ? -millionths : millionths) * BigInt(quantity);
  return Number(roundedTo(exact, 6 - decimalsOf(currency)));
}

/** Drops the last decimals, half away from zero. */
function roundedTo(value: bigint, drop: number): bigint {
  const unit = 10n ** BigInt(drop);
  const size = value < 0n ? -value : value;
  const rounded = (size + unit / 2n) / unit;
  return value < 0n ? -rounded : rounded;
}
