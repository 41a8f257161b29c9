/**
 * The storefront: what a shop front of our own asks the house, anonymously: goods on the shelf, what a cart costs, and the checkout. It sells in
 * one channel of platform `own`, of whose orders Regulars is the system of record.
 *
 * It guarantees: prices and stock are the catalogue's and never the browser's; a checkout is one order, however often it is sent; the order, its
 * events and what is taken from stock are written in one transaction; where the channel says that somebody else owns its orders, nothing is sold.
 * It leaves to `know/orders` what an order is, to `know/catalog` what there is to sell, to the tag what the shopper did.
 */
export { openFront } from './open-front.ts';
