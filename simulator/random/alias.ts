/** Draws by weight in constant time (Vose 1991). */
import type { Draw } from './draw.ts';

export type Alias = { keep: Float64Array; other: Int32Array };

export function aliasOf(weights: ArrayLike<number>): Alias {
  const n = weights.length;
  let sum = 0;
  for (let at = 0; at < n; at++) sum += weights[at] as number;
  const keep = new Float64Array(n);
  const other = new Int32Array(n);
  const small: number[] = [];
  const large: number[] = [];
  for (let at = 0; at < n; at++) {
    keep[at] = ((weights[at] as number) * n) / sum;
    ((keep[at] as number) < 1 ? small : large).push(at);
  }
  while (small.length > 0 && large.length > 0) {
    const less = small.pop() as number;
    const more = large.at(-1) as number;
    other[less] = more;
    keep[more] = (keep[more] as number) - (1 - (keep[less] as number));
    if ((keep[more] as number) < 1) small.push(large.pop() as number);
  }
  for (const at of [...small, ...large]) keep[at] = 1;
  return { keep, other };
}

export function drawAlias({ keep, other }: Alias, draw: Draw): number {
  const at = draw.below(keep.length);
  return draw.unit() < (keep[at] as number) ? at : (other[at] as number);
}
