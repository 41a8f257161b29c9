/**
 * Custom attributes: what staff want to know of customers beyond what events tell, as they define it (type, what is allowed, who sees and
 * edits it, where it stands on her page), and what was noted.
 *
 * It guarantees: whoever reads, by page, list, file or program, gets what names her role and nothing else; values stand sealed under the
 * key of the profile they were noted at, and a person has the latest of her profiles; key and type never change, and what is archived is
 * kept; the audit log tells which were changed and never what they are.
 */
export { attributesOfCustomer } from './values-of-customer.ts';
