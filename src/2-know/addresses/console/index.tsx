/** Addresses on a customer's page. */
export { AddressesOfCustomer } from './addresses-of-customer.tsx';
