/**
 * Preferences: what somebody said she likes (to the shop, or to staff on the phone), and what she mostly does, counted from her orders.
 *
 * It guarantees: the two are never mixed: what was said says by whom and when and stands sealed under her key, what was counted says of how many; what
 * she or staff said is believed before a trait that a page sends along.
 * It leaves to `know/consent` whether she may be written to: a preferred channel allows nothing.
 */
export { preferencesOfCustomer } from './show-preferences.ts';
