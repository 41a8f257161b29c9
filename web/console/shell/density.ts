/** Dense by default; comfortable for those who want it, on this device. */
export type Density = 'dense' | 'comfortable';

const REMEMBERED = 'regulars.density';

export const density = (): Density =>
  localStorage.getItem(REMEMBERED) === 'comfortable' ? 'comfortable' : 'dense';

export function applyDensity(to: Density = density()): void {
  localStorage.setItem(REMEMBERED, to);
  document.documentElement.dataset.density = to;
}
