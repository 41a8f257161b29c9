/** Curves in one frame, as SVG. */

export type Curve = { name: string; points: readonly (readonly [number, number])[] };

const WIDTH = 560;
const HEIGHT = 300;
const LEFT = 46;
const BOTTOM = 262;
const TOP = 34;
const COLOURS = ['#1864ab', '#c2410c', '#2b8a3e'];

export function plot(title: string, about: { x: string; y: string }, curves: readonly Curve[]): string {
  const points = curves.flatMap((curve) => curve.points);
  const most = { x: Math.max(...points.map(([x]) => x)), y: Math.max(...points.map(([, y]) => y)) };
  const least = Math.min(...points.map(([x]) => x));
  const x = (value: number): string =>
    (LEFT + ((value - least) / (most.x - least)) * (WIDTH - LEFT - 12)).toFixed(1);
  const y = (value: number): string => (BOTTOM - (value / most.y) * (BOTTOM - TOP)).toFixed(1);
  const lines = curves.map(
    ({ points: own }, n) =>
      `<polyline fill="none" stroke="${COLOURS[n]}" stroke-width="2" points="${own.map(([a, b]) => `${x(a)},${y(b)}`).join(' ')}"/>`,
  );
  const names = curves.map(
    ({ name }, n) =>
      `<rect x="${LEFT + n * 165}" y="286" width="10" height="10" fill="${COLOURS[n]}"/><text x="${LEFT + 14 + n * 165}" y="295">${name}</text>`,
  );
  const marks = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
    `<text x="${LEFT - 5}" y="${Number(y(most.y * part)) + 4}" text-anchor="end">${shown(most.y * part)}</text>`,
    `<text x="${x(least + (most.x - least) * part)}" y="${BOTTOM + 14}" text-anchor="middle">${shown(least + (most.x - least) * part)}</text>`,
    `<path d="M${LEFT} ${y(most.y * part)}H${WIDTH - 12}" stroke="#dee2e6"/>`,
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#343a40"><title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/><text x="${LEFT}" y="20" font-size="13" font-weight="bold">${title}</text>`,
    `<text x="${WIDTH - 12}" y="20" text-anchor="end">${about.y} over ${about.x}</text>`,
    ...marks,
    ...lines,
    ...names,
    '</svg>\n',
  ].join('');
}

const shown = (value: number): string =>
  value >= 10 ? value.toFixed(0) : value.toFixed(2).replace(/0+$/, '').replace(/\.$/, '');
