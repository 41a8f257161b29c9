/** Names that most shops have (Segment's e-commerce spec v2), in the reader's words; every other can be typed. */
import { useLingui } from '@lingui/react/macro';

type Names = Readonly<Record<string, string>>;

export function useEventNames(): Names {
  const { t } = useLingui();
  return {
    'Product Viewed': t`Looked at a product`,
    'Product Added': t`Put into the cart`,
    'Product Removed': t`Took out of the cart`,
    'Product List Viewed': t`Looked through a list`,
    'Product Clicked': t`Clicked a product`,
    'Products Searched': t`Searched`,
    'Product Added to Wishlist': t`Put on the wish list`,
    'Product Shared': t`Shared a product`,
    'Product Reviewed': t`Reviewed a product`,
    'Cart Viewed': t`Looked at the cart`,
    'Checkout Started': t`Began to check out`,
    'Coupon Applied': t`Used a coupon`,
    'Order Completed': t`Ordered (tracked)`,
    'Email Opened': t`Opened an e-mail`,
    'Email Link Clicked': t`Clicked in an e-mail`,
    'Parcel Delivered': t`Parcel delivered`,
  };
}

export function usePropertyNames(): Names {
  const { t } = useLingui();
  return {
    price: t({ message: 'Price', context: 'of what an event is about' }),
    quantity: t`Quantity`,
    category: t`Category`,
    brand: t`Brand`,
    product_id: t`Number of the product`,
    sku: t`SKU`,
    query: t`What was searched`,
    coupon: t`Coupon`,
    revenue: t`Revenue`,
    total: t`Total`,
    currency: t`Currency`,
    'products[].sku': t`SKU of any product in it`,
    'products[].category': t`Category of any product in it`,
    'context.campaign.source': t`Source of the campaign`,
    'context.campaign.name': t`Name of the campaign`,
    'context.page.path': t`Path of the page`,
  };
}

/** None that identifies: the server refuses those. */
export function useTraitNames(): Names {
  const { t } = useLingui();
  return {
    city: t`City`,
    country: t`Country`,
    gender: t`Gender`,
    language: t`Language`,
    plan: t`Plan`,
    tags: t`Tags of files and platforms`,
  };
}
