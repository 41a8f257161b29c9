/** What a customer agreed to, for her page. */
export { ConsentOfCustomer } from './consent-of-customer.tsx';
export { useConsentWords } from './consent-words.ts';
