/** What the owner says of the installation as a whole: the shop's name, the language of those who chose none. */
export { type OwnSettings, ownSettings } from './store.ts';
