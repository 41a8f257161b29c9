/**
 * Consent: what somebody said to a purpose (service, marketing …) on a channel (e-mail, SMS …), with when, how, where and to which text; and
 * addresses that must not be written to.
 *
 * It guarantees: what was said is added and never changed; the same again adds nothing; a person's consent is the most restrictive of all her
 * profiles; without a yes there is none.
 * It leaves to `act` to ask before anything is sent.
 */
export { allows, type Choice, type Held, standing } from './choice.ts';
export { recordChoices, type Said } from './record-choices.ts';
export { choicesOf, suppress, suppressed } from './store.ts';
