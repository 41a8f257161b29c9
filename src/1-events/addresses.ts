/** What shops say of their customers' address books, beside the `address` trait of identify. */

export const ADDRESS_EVENTS = {
  added: 'Address Added',
  updated: 'Address Updated',
  removed: 'Address Removed',
} as const;
