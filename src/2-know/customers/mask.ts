/** A customer's own values for staff who do not serve her: the shape of them. */

/** `张**`, `A**`: as marketplaces mask a name. */
export const maskedName = (name: string): string => `${[...name][0] ?? ''}**`;

/** `w***@tea.example`, `138****1234`, `ab***`. */
export function maskedValue(kind: string, value: string): string {
  const at = value.lastIndexOf('@');
  if (kind === 'email' || at > 0) return `${[...value][0] ?? ''}***${at > 0 ? value.slice(at) : ''}`;
  if (kind === 'phone') return `${value.slice(0, Math.max(0, value.length - 8))}****${value.slice(-4)}`;
  return `${[...value].slice(0, 2).join('')}***`;
}
