/**
 * What happens in Shopify's checkout comes by a custom pixel alone (Settings, Customer events). It runs in their sandbox and reports to
 * collection with a browser key of ours. An order it saw is behaviour and never counted: orders come by the feed.
 */
export const pixelOf = (
  us: string,
): string => `const WRITE_KEY = 'wk_…'; // a browser key of a source of yours
const EVENTS = {
  page_viewed: 'Page Viewed',
  product_viewed: 'Product Viewed',
  product_added_to_cart: 'Product Added',
  product_removed_from_cart: 'Product Removed',
  cart_viewed: 'Cart Viewed',
  search_submitted: 'Products Searched',
  checkout_started: 'Checkout Started',
  checkout_contact_info_submitted: 'Checkout Step Completed',
  checkout_shipping_info_submitted: 'Checkout Step Completed',
  payment_info_submitted: 'Payment Info Entered',
  checkout_completed: 'Order Completed',
};
const itemOf = (line) => ({
  product_id: line.variant?.product?.id,
  variant: line.variant?.id,
  sku: line.variant?.sku,
  name: line.title,
  quantity: line.quantity,
  price: line.variant?.price?.amount,
});
analytics.subscribe('all_standard_events', (event) => {
  const name = EVENTS[event.name];
  if (!name) return;
  const { checkout, productVariant, cartLine, searchResult } = event.data ?? {};
  const properties = {
    ...(checkout && {
      checkout_id: checkout.token,
      order_id: checkout.order?.id,
      currency: checkout.currencyCode,
      value: checkout.totalPrice?.amount,
      coupon: checkout.discountApplications?.[0]?.title,
      products: checkout.lineItems.map(itemOf),
    }),
    ...(productVariant && itemOf({ title: productVariant.product?.title, quantity: 1, variant: productVariant })),
    ...(cartLine && itemOf({ title: cartLine.merchandise?.product?.title, quantity: cartLine.quantity, variant: cartLine.merchandise })),
    ...(searchResult && { query: searchResult.query }),
  };
  fetch('${us}/v1/track', {
    method: 'POST',
    keepalive: true,
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify({
      writeKey: WRITE_KEY,
      messageId: event.id,
      anonymousId: event.clientId,
      event: name,
      properties,
      timestamp: event.timestamp,
      context: { page: { url: event.context?.document?.location?.href } },
    }),
  });
});
`;
