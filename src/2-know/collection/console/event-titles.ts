/** What happened, in the reader's language, for names every shop uses (Segment's e-commerce specification) and those of the house. */
import { useLingui } from '@lingui/react/macro';
import type { EventDetail } from '../contract.ts';

export function useEventTitles(): (event: Pick<EventDetail, 'type' | 'event'>) => string {
  const { t } = useLingui();
  const names: Record<string, string> = {
    'Product Viewed': t`Looked at a product`,
    'Product Clicked': t`Clicked a product`,
    'Product List Viewed': t`Looked through a list`,
    'Products Searched': t`Searched`,
    'Product Added': t`Put into the cart`,
    'Product Removed': t`Took out of the cart`,
    'Product Added to Wishlist': t`Put on the wish list`,
    'Cart Viewed': t`Looked at the cart`,
    'Checkout Started': t`Began to check out`,
    'Coupon Entered': t`Entered a coupon`,
    'Coupon Applied': t`Used a coupon`,
    'Order Completed': t`Ordered (tracked)`,
    'Order Placed': t`Ordered`,
    'Order Changed': t`Order changed`,
    'Order Cancelled': t`Order cancelled`,
    'Order Refunded': t`Order refunded`,
    'Sales Adjusted': t`Sale adjusted`,
    'Parcel Shipped': t`Parcel sent`,
    'Parcel Delivered': t`Parcel delivered`,
    'Consent Changed': t`Consent changed`,
    'Tag Added': t`Tagged`,
    'Tag Removed': t`A tag was taken off`,
    'Attribute Noted': t`Something was noted of her`,
    'Address Added': t`Added an address`,
    'Address Updated': t`Changed an address`,
    'Address Removed': t`Removed an address`,
    'Preferences Updated': t`Chose her preferences`,
    'Customers Merged': t`Merged with another customer`,
    'Customer Merge Undone': t`Merge undone`,
  };
  const types: Record<EventDetail['type'], string> = {
    track: t`Something else`,
    identify: t`Said who she is`,
    page: t`Saw a page`,
    screen: t`Saw a screen`,
    group: t`Belongs to a group`,
    alias: t`Got another id`,
  };
  return ({ type, event }) => (type === 'track' ? (names[event] ?? event) : types[type]);
}
