/**
 * Saved views: a name for what a page of the console shows (its filters, sort and columns, as the search part of its address),
 * for oneself or for all staff.
 *
 * Arrangements: which sections of a page a role sees and in what order, chosen by the owner of the shop. They stand here because, as
 * with a view, what they name is the page's business alone: this module knows no page, no section and no customer, so that any
 * page of any room can be arranged. An arrangement tidies; it protects nothing: what a role may read is decided by each route.
 *
 * It guarantees: what is not shared is seen and deleted by its maker alone. What a view's query means is the page's business.
 */
export { viewsModule } from './module.ts';
