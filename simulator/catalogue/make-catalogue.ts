/** A catalogue from the words of `vocabulary.json`, the numbers of a world, and a seed: the same three make the same shop. */
import { Draw, purpose } from '../random/draw.ts';
import type { CatalogueNumbers } from '../world/world.ts';
import type { Product, Variant, Words } from './product.ts';
import vocabulary from './vocabulary.json' with { type: 'json' };

export type Shelf = (typeof vocabulary.shelves)[number];
export const SHELVES: readonly Shelf[] = vocabulary.shelves;

const WHAT = purpose('catalogue');
const DIGITS = 4;

export function makeCatalogue(numbers: CatalogueNumbers, seed: number): Product[] {
  const draw = new Draw();
  const weights = SHELVES.map(({ id }) => numbers.shelves[id]?.share ?? 0);
  const taken = new Set<string>();
  return Array.from({ length: numbers.products }, (_, index) => {
    draw.aim(seed, index, WHAT);
    const shelf = SHELVES[draw.weighted(weights)] as Shelf;
    return productOf({ index, shelf, draw, numbers, taken });
  });
}

type Making = { index: number; shelf: Shelf; draw: Draw; numbers: CatalogueNumbers; taken: Set<string> };

function productOf({ index, shelf, draw, numbers, taken }: Making): Product {
  const { kind, quality, brand } = namesOf(shelf, draw, taken);
  const name = {
    zh: `${brand.zh} ${quality.zh}${kind.zh}`,
    en: `${brand.en} ${quality.en} ${lowered(kind.en)}`,
  };
  const number = String(index + 1).padStart(DIGITS, '0');
  const value = draw.of(shelf.attribute_values);
  return {
    index,
    id: `${slug(`${quality.en} ${kind.en}`)}-${number}`,
    shelf: shelf.id,
    category: { zh: shelf.zh, en: shelf.en },
    name,
    text: textOf(name, shelf.attribute, value),
    brand,
    supplier: draw.of(vocabulary.suppliers),
    option: shelf.option,
    attributes: [
      { name: shelf.attribute, value },
      { name: { zh: '款式', en: 'Kind' }, value: { zh: kind.zh, en: kind.en } },
    ],
    variants: variantsOf({ index, shelf, draw, numbers, taken }),
    picture: { shape: kind.shape, seed: draw.bits() },
  };
}

/** A combination that no other product has; when they run out, the next edition. */
function namesOf(
  shelf: Shelf,
  draw: Draw,
  taken: Set<string>,
): { kind: Thing; quality: Words; brand: Words } {
  const combinations = shelf.kinds.length * shelf.qualities.length * shelf.brands.length;
  for (let attempt = 0; ; attempt++) {
    const kind = editionOf(draw.of(shelf.kinds), 1 + Math.floor(attempt / combinations));
    const quality = draw.of(shelf.qualities);
    const brand = draw.of(shelf.brands);
    const key = `${brand.en}/${quality.en}/${kind.en}`;
    if (taken.has(key)) continue;
    taken.add(key);
    return { kind, quality, brand };
  }
}

type Thing = Words & { shape: string };
const editionOf = ({ zh, en, shape }: Thing, edition: number): Thing =>
  edition === 1 ? { zh, en, shape } : { zh: `${zh}${edition}代`, en: `${en}, edition ${edition}`, shape };

function variantsOf({ index, shelf, draw, numbers }: Making): Variant[] {
  const { median_price: median, price_spread: spread } = numbers.shelves[shelf.id] ?? {
    median_price: 0,
    price_spread: 0,
  };
  const first = Math.max(numbers.price_step, median * draw.lognormal(spread));
  const discounted = draw.chance(numbers.compare_at_share);
  const values = draw.chance(numbers.one_variant_share) ? shelf.values.slice(0, 1) : shelf.values;
  return values.map((option, at) => {
    const price = rounded(first * (1 + numbers.variant_step * at), numbers);
    const letters = shelf.id.slice(0, 3).toUpperCase();
    return {
      sku: `${letters}-${String(index + 1).padStart(DIGITS, '0')}-${at + 1}`,
      option,
      price,
      compareAt: discounted ? rounded(price * numbers.compare_at_factor, numbers) : null,
      barcode: barcodeOf(index, at),
      stock: Math.round(numbers.stock_median * draw.lognormal(numbers.stock_spread)),
    };
  });
}

/** As shops write prices: ¥ 38.90 rather than ¥ 38.37. */
const rounded = (price: number, { price_step: step, price_ending: ending }: CatalogueNumbers): number =>
  Math.max(step, Math.round(price / step) * step) - ending;

/** EAN-13 of the Chinese range, with its check digit (GS1 General Specifications, 7.9). */
function barcodeOf(index: number, variant: number): string {
  const body = `690${String(index + 1).padStart(8, '0')}${variant}`;
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const textOf = (name: Words, attribute: Words, value: Words): Words => ({
  zh: `${name.zh}，${attribute.zh}：${value.zh}。下单后48小时内发货。`,
  en: `${name.en}. ${attribute.en}: ${lowered(value.en)}. Leaves our warehouse within 48 hours.`,
});

const lowered = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
