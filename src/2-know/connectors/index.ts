/**
 * Connectors: two-way links to the platforms a shop sells on. A platform is data (`connector.ts`, one folder each under `platforms/`); what it
 * fetches is kept by `know/orders`, `know/catalog`, `know/customers` and `know/consent`.
 *
 * It guarantees: a webhook counts only with its signature over the raw bytes, and once; whatever is late, doubled, reordered or lost, the feed
 * makes good, and the totals are those of the platform; limits are kept; what cannot be taken in is listed with its reason; a platform is asked
 * only for what it offers and owns, and nothing is confirmed but by its own answer; keys are sealed and destroyed with the connection.
 * It leaves to `platform/egress` which addresses may be called, and to `platform/outbox` how often an act is tried.
 */

export type { ActName, Connector } from './connector.ts';
export { askAct } from './requests/ask-act.ts';
