/** Devices on a customer's page. */
export { DevicesOfCustomer } from './devices-of-customer.tsx';
