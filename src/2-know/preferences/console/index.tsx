/** Preferences on a customer's page. */
export { PreferencesOfCustomer } from './preferences-of-customer.tsx';
