/** What `know/orders` says in the log of an order's parcels. */
export const PARCEL_EVENTS = { shipped: 'Parcel Shipped', delivered: 'Parcel Delivered' } as const;
