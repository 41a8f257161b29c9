/**
 * Groups of customers: households and companies, who belongs to them, as what, and since when.
 *
 * It guarantees: a household's name is its members' and stands sealed under the key of each of them, so it can be read while one of them is
 * there, dies with the last, and is found by the whole of it, as a keyed digest; a company's is public and stands in clear. A membership
 * stays with the profile that joined: a person is shown once, and parts again with a merge that is undone. Whoever is limited to channels sees the
 * members she may see, and groups that have one.
 */
export { groupsOfCustomer } from './show-group.ts';
