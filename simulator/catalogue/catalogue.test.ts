import { expect, it } from 'vitest';
import { readWorld } from '../world/read-world.ts';
import { makeCatalogue, pictureOf, SHELVES } from './index.ts';
import { SHAPES } from './shapes.ts';

const { catalogue } = readWorld('shop');
const products = makeCatalogue(catalogue, 1);

it('makes the same catalogue of the same world and seed', () => {
  expect(makeCatalogue(catalogue, 1)).toEqual(products);
  expect(makeCatalogue(catalogue, 2)).not.toEqual(products);
});

it('gives each product names of its own in both languages, and each variant a SKU', () => {
  const skus = products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
  for (const list of [
    skus,
    products.map(({ id }) => id),
    products.map(({ name }) => name.zh),
    products.map(({ name }) => name.en),
  ])
    expect(new Set(list).size).toBe(list.length);
  expect(
    products.every(({ name }) => /\p{Script=Han}/u.test(name.zh) && !/\p{Script=Han}/u.test(name.en)),
  ).toBe(true);
});

it('asks prices in whole minor units, and barcodes that check', () => {
  const variants = products.flatMap((product) => product.variants);
  expect(variants.every(({ price }) => Number.isInteger(price) && price > 0)).toBe(true);
  const isRight = (code: string): boolean =>
    [...code].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0;
  expect(variants.filter(({ barcode }) => !/^\d{13}$/.test(barcode) || !isRight(barcode))).toEqual([]);
});

it('draws every kind of thing, and fetches nothing', () => {
  expect(SHELVES.every(({ kinds }) => kinds.every(({ shape }) => shape in SHAPES))).toBe(true);
  const pictures = products.slice(0, 200).map(pictureOf);
  expect(pictures.every((svg) => svg.startsWith('<svg') && svg.endsWith('</svg>'))).toBe(true);
  expect(pictures.filter((svg) => /href|url\(|<image|<script|undefined|NaN/.test(svg))).toEqual([]);
  expect(new Set(pictures).size).toBeGreaterThan(195);
});
