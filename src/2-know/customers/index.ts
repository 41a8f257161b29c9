/**
 * Customers: every event comes to the profile that its sender's name for somebody leads to, each profile has a key under which its personal
 * values are sealed, and profiles that are found to be one person are linked.
 *
 * It guarantees: who is whom is a function of the log (without limits, of what was said and not of its order); a browser's word never
 * leads to a known customer; a merge is a link with its evidence and can be undone; identifiers stand in the database as keyed
 * digests, their values sealed; erasing a customer destroys her keys and unlinks her. Who was erased stays erased, also after a restore.
 */
export { customerNames } from './cards/customer-names.ts';
export { type CustomerDirectory, createCustomerDirectory } from './directory.ts';
export { erasing } from './erasing.ts';
export { type Identifier, namesNobody } from './identifier.ts';
export { profilesFor } from './page/whose.ts';
export { tellLakePersons } from './persons-in-lake/store.ts';
export { personalOf, tell } from './told/tell.ts';
