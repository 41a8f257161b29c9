/** The things that are drawn, each on a field of 480 by 480 and standing on a line at 400. */
import type { Draw } from '../random/draw.ts';

export type Paint = { body: string; shade: string; accent: string; ink: string; ground: string; draw: Draw };
type Shape = (paint: Paint) => string;

const stripes = (paint: Paint, x: number, width: number, top: number, bottom: number): string => {
  const count = 2 + paint.draw.below(3);
  const step = (bottom - top) / (count * 2 + 1);
  return Array.from(
    { length: count },
    (_, n) =>
      `<rect x="${x}" y="${(top + step * (2 * n + 1)).toFixed(1)}" width="${width}" height="${step.toFixed(1)}" fill="${paint.shade}" opacity=".55"/>`,
  ).join('');
};

const label = ({ ground, ink, accent }: Paint, x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${ground}"/>` +
  `<circle cx="${x + width / 2}" cy="${y + height * 0.36}" r="${height * 0.16}" fill="${accent}"/>` +
  `<rect x="${x + width * 0.2}" y="${y + height * 0.66}" width="${width * 0.6}" height="5" rx="2" fill="${ink}" opacity=".7"/>` +
  `<rect x="${x + width * 0.3}" y="${y + height * 0.8}" width="${width * 0.4}" height="4" rx="2" fill="${ink}" opacity=".4"/>`;

const tin: Shape = (paint) =>
  `<rect x="160" y="150" width="160" height="250" rx="14" fill="${paint.body}"/>` +
  `<rect x="160" y="150" width="26" height="250" rx="13" fill="${paint.shade}" opacity=".5"/>` +
  `<rect x="152" y="116" width="176" height="48" rx="12" fill="${paint.shade}"/>` +
  label(paint, 190, 210, 110, 140);

const bag: Shape = (paint) =>
  `<path d="M150 120 H330 L346 392 Q346 400 336 400 H144 Q134 400 134 392Z" fill="${paint.body}"/>` +
  `<path d="M150 120 H330 L333 160 H147Z" fill="${paint.shade}"/>` +
  `<path d="M147 160 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l10 10 l10 -10 l6 10Z" fill="${paint.ground}" opacity=".5"/>` +
  label(paint, 180, 210, 120, 140);

const bowl: Shape = (paint) => {
  const steam = paint.draw.chance(0.5)
    ? `<path d="M210 190 q-14 -24 0 -46 M250 186 q-14 -24 0 -46 M286 190 q-14 -24 0 -46" stroke="${paint.ink}" stroke-opacity=".25" stroke-width="6" fill="none" stroke-linecap="round"/>`
    : '';
  return (
    steam +
    `<path d="M110 230 H370 Q366 372 270 380 H210 Q114 372 110 230Z" fill="${paint.body}"/>` +
    `<ellipse cx="240" cy="230" rx="130" ry="30" fill="${paint.shade}"/><ellipse cx="240" cy="234" rx="112" ry="21" fill="${paint.accent}"/>` +
    `<path d="M122 276 Q240 318 358 276" stroke="${paint.ground}" stroke-width="7" fill="none" opacity=".8"/>` +
    `<rect x="196" y="378" width="88" height="22" rx="8" fill="${paint.shade}"/>`
  );
};

const pot: Shape = (paint) =>
  `<rect x="66" y="242" width="70" height="24" rx="12" fill="${paint.ink}"/><rect x="344" y="242" width="70" height="24" rx="12" fill="${paint.ink}"/>` +
  `<path d="M116 220 H364 V360 Q364 400 324 400 H156 Q116 400 116 360Z" fill="${paint.body}"/>` +
  `<path d="M116 220 H150 V400 Q116 400 116 360Z" fill="${paint.shade}" opacity=".6"/>` +
  `<path d="M106 220 Q240 140 374 220Z" fill="${paint.shade}"/><circle cx="240" cy="168" r="18" fill="${paint.accent}"/>`;

const cushion: Shape = (paint) =>
  `<path d="M112 158 Q240 190 368 158 Q340 280 372 396 Q240 366 108 396 Q140 280 112 158Z" fill="${paint.body}"/>` +
  `<path d="M150 200 Q240 220 330 200 M146 280 Q240 298 334 280 M140 352 Q240 336 340 352" stroke="${paint.accent}" stroke-width="9" fill="none" stroke-linecap="round"/>` +
  `<circle cx="240" cy="280" r="14" fill="${paint.shade}"/>`;

const towel: Shape = (paint) =>
  `<rect x="104" y="324" width="272" height="76" rx="30" fill="${paint.shade}"/><rect x="116" y="248" width="248" height="80" rx="32" fill="${paint.body}"/>` +
  `<rect x="134" y="176" width="212" height="76" rx="30" fill="${paint.accent}"/>` +
  `<path d="M140 288 H340 M128 364 H352 M156 214 H324" stroke="${paint.ground}" stroke-width="6" opacity=".6" stroke-linecap="round"/>`;

const bottle: Shape = (paint) =>
  `<rect x="206" y="84" width="68" height="56" rx="8" fill="${paint.ink}"/><rect x="218" y="136" width="44" height="26" fill="${paint.shade}"/>` +
  `<path d="M176 190 Q176 158 218 158 H262 Q304 158 304 190 V372 Q304 400 276 400 H204 Q176 400 176 372Z" fill="${paint.body}"/>` +
  `<rect x="176" y="186" width="22" height="200" rx="11" fill="${paint.ground}" opacity=".4"/>` +
  label(paint, 202, 222, 84, 126);

const candle: Shape = (paint) =>
  `<path d="M240 92 q26 36 0 62 q-26 -26 0 -62Z" fill="${paint.accent}"/><rect x="237" y="148" width="6" height="34" fill="${paint.ink}"/>` +
  `<rect x="150" y="180" width="180" height="220" rx="18" fill="${paint.body}"/><ellipse cx="240" cy="190" rx="90" ry="16" fill="${paint.ground}"/>` +
  label(paint, 186, 238, 108, 120);

const book: Shape = (paint) =>
  `<g transform="rotate(${paint.draw.between(-7, 7).toFixed(1)} 240 260)"><rect x="142" y="112" width="204" height="284" rx="10" fill="${paint.shade}"/>` +
  `<rect x="134" y="106" width="200" height="284" rx="10" fill="${paint.body}"/><rect x="134" y="106" width="26" height="284" rx="10" fill="${paint.ink}" opacity=".35"/>` +
  `<rect x="300" y="100" width="14" height="298" fill="${paint.accent}"/>${label(paint, 182, 160, 104, 110)}</g>`;

const toy: Shape = (paint) =>
  `<circle cx="178" cy="150" r="36" fill="${paint.shade}"/><circle cx="302" cy="150" r="36" fill="${paint.shade}"/>` +
  `<ellipse cx="240" cy="338" rx="98" ry="66" fill="${paint.body}"/><circle cx="240" cy="210" r="96" fill="${paint.body}"/>` +
  `<ellipse cx="240" cy="244" rx="42" ry="32" fill="${paint.ground}"/><circle cx="206" cy="200" r="10" fill="${paint.ink}"/><circle cx="274" cy="200" r="10" fill="${paint.ink}"/>` +
  `<ellipse cx="240" cy="230" rx="13" ry="9" fill="${paint.ink}"/><ellipse cx="240" cy="344" rx="50" ry="40" fill="${paint.accent}" opacity=".8"/>`;

const paw: Shape = (paint) =>
  `${bag({ ...paint })}<g fill="${paint.ink}"><ellipse cx="240" cy="302" rx="30" ry="25"/><circle cx="204" cy="268" r="13"/><circle cx="228" cy="250" r="13"/><circle cx="254" cy="250" r="13"/><circle cx="278" cy="268" r="13"/></g>`;

const shirt: Shape = (paint) =>
  `<path d="M186 120 Q240 164 294 120 L374 158 L346 232 L314 216 V396 H166 V216 L134 232 L106 158Z" fill="${paint.body}"/>` +
  `<path d="M186 120 Q240 164 294 120 L282 114 Q240 144 198 114Z" fill="${paint.shade}"/>` +
  (paint.draw.chance(0.5)
    ? stripes(paint, 166, 148, 220, 390)
    : `<circle cx="240" cy="256" r="32" fill="${paint.accent}"/>`);

const plate: Shape = (paint) =>
  `<circle cx="240" cy="270" r="140" fill="${paint.body}"/><circle cx="240" cy="270" r="104" fill="${paint.ground}"/>` +
  `<circle cx="240" cy="270" r="104" fill="none" stroke="${paint.shade}" stroke-width="5"/>` +
  `<path d="M190 280 Q240 220 290 280 Q240 330 190 280Z" fill="${paint.accent}"/><path d="M290 280 L322 256 V304Z" fill="${paint.accent}"/><circle cx="214" cy="274" r="6" fill="${paint.ink}"/>`;

const mug: Shape = (paint) =>
  `<path d="M316 216 q64 0 64 56 q0 60 -74 60" stroke="${paint.shade}" stroke-width="22" fill="none"/>` +
  `<path d="M136 176 H320 V356 Q320 400 276 400 H180 Q136 400 136 356Z" fill="${paint.body}"/><ellipse cx="228" cy="178" rx="92" ry="20" fill="${paint.shade}"/>` +
  `<path d="M136 300 Q228 ${paint.draw.between(240, 340).toFixed(0)} 320 300" stroke="${paint.accent}" stroke-width="14" fill="none"/>`;

const box: Shape = (paint) =>
  `<path d="M106 200 L240 150 L374 200 V352 L240 404 L106 352Z" fill="${paint.body}"/><path d="M106 200 L240 250 L374 200 L240 150Z" fill="${paint.accent}"/>` +
  `<path d="M240 250 V404 L374 352 V200Z" fill="${paint.shade}"/><g transform="translate(40 44) skewY(20)">${label(paint, 92, 160, 84, 96)}</g>`;

const plant: Shape = (paint) =>
  `<path d="M240 300 Q150 250 158 150 Q232 190 240 300 Q248 160 330 130 Q338 236 240 300 Q196 200 236 92 Q284 190 240 300Z" fill="${paint.body}"/>` +
  `<path d="M240 300 V170 M240 300 Q196 240 170 176 M240 300 Q292 226 320 150" stroke="${paint.shade}" stroke-width="5" fill="none"/>` +
  `<path d="M166 292 H314 L296 400 H184Z" fill="${paint.accent}"/><rect x="156" y="278" width="168" height="34" rx="8" fill="${paint.ink}" opacity=".75"/>`;

export const SHAPES: Readonly<Record<string, Shape>> = {
  tin,
  bag,
  bowl,
  pot,
  cushion,
  towel,
  bottle,
  candle,
  book,
  toy,
  paw,
  shirt,
  plant,
  plate,
  mug,
  box,
};
