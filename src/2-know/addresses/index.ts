/**
 * Addresses: where somebody lives and has things sent, each once, with what it is called, where we know it from, and when it was used.
 *
 * It guarantees: what her orders say of it stays with the orders and is read there; what senders and staff say is one sealed book for each profile,
 * the same in whatever order it was said; who does not deliver or serve sees the country and no more.
 * It leaves to `know/orders` where an order goes.
 */
export { addressesOfCustomer } from './show-addresses.ts';
