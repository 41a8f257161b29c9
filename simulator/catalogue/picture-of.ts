/** A product's picture: SVG, drawn from its seed. Nothing is fetched, and nothing in it comes from outside. */
import { Draw, purpose } from '../random/draw.ts';
import type { Product } from './product.ts';
import { type Paint, SHAPES } from './shapes.ts';

const WHAT = purpose('picture');

/** Ground, body, shade, accent, ink. */
const PALETTES: readonly (readonly [string, string, string, string, string])[] = [
  ['#f4efe6', '#8fae8b', '#6d9170', '#e9c46a', '#2f4038'],
  ['#eef2f5', '#7da2c1', '#577f9f', '#f2a65a', '#22384a'],
  ['#faf0ec', '#d98c7a', '#b96a5b', '#f5d6a8', '#4c2a25'],
  ['#f1eef6', '#9a8bb8', '#786899', '#efc3d2', '#332a48'],
  ['#f6f3e4', '#c9a24b', '#a5823a', '#6f8f72', '#3d3118'],
  ['#eaf3f0', '#5fa8a0', '#42857e', '#f3b49f', '#173c38'],
  ['#f5f1ee', '#a98467', '#86664d', '#dde5b6', '#3a2a1e'],
  ['#fdf2f0', '#c75146', '#a13d34', '#f6d5a2', '#451712'],
];
const SIZE = 480;

export function pictureOf({ index, name, picture }: Pick<Product, 'index' | 'name' | 'picture'>): string {
  const draw = new Draw().aim(picture.seed, index, WHAT);
  const [ground, body, shade, accent, ink] = draw.of(PALETTES);
  const paint: Paint = { body, shade, accent, ink, ground, draw };
  const shape = SHAPES[picture.shape] ?? SHAPES.bag;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="${escaped(name.en)}">`,
    `<rect width="${SIZE}" height="${SIZE}" fill="${ground}"/>`,
    backdrop(paint),
    `<ellipse cx="240" cy="404" rx="138" ry="17" fill="${ink}" opacity=".12"/>`,
    shape?.(paint) ?? '',
    '</svg>',
  ].join('');
}

/** A sun, a hill or a band behind it. */
function backdrop({ accent, draw }: Paint): string {
  const at = draw.between(110, 370).toFixed(0);
  const backdrops = [
    `<circle cx="${at}" cy="150" r="${draw.between(70, 120).toFixed(0)}" fill="${accent}" opacity=".35"/>`,
    `<path d="M0 404 Q${at} ${draw.between(180, 300).toFixed(0)} 480 404 V480 H0Z" fill="${accent}" opacity=".3"/>`,
    `<rect y="${draw.between(250, 330).toFixed(0)}" width="480" height="230" fill="${accent}" opacity=".25"/>`,
  ];
  return draw.of(backdrops);
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
