/** The snippets themselves. Values go in as JSON, so that nothing in an address or a key can break out of its quotes. */
export const SNIPPETS = ['tag', 'segment', 'segment-node', 'rudder', 'curl'] as const;
export type SnippetName = (typeof SNIPPETS)[number];

type Values = { address: string; key: string };

export const snippetFor = (name: SnippetName, values: Values): string => TEXTS[name](values);

const quoted = (text: string): string => `'${JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'")}'`;

/** Nor out of the element of a page. */
const inScript = (text: string): string => quoted(text).replaceAll('<', '\\x3c');

const TEXTS: Record<SnippetName, (values: Values) => string> = {
  // As `web/tag/src/tag.ts` documents it: calls before the script has loaded wait in a queue.
  tag: ({ address, key }) => `<script>
  !function (w, d, s) {
    w.regulars = w.regulars || function () { (w.regulars.q = w.regulars.q || []).push(arguments) };
    s = d.createElement('script'); s.async = 1; s.src = ${inScript(`${address}/tag.js`)}; d.head.appendChild(s);
  }(window, document);
  regulars('init', { key: ${inScript(key)} });
</script>`,

  segment: ({ address, key }) => `import { AnalyticsBrowser } from '@segment/analytics-next';

const analytics = AnalyticsBrowser.load({
  writeKey: ${quoted(key)},
  cdnURL: ${quoted(address)},
});

analytics.page();
analytics.track('Product Viewed', { product_id: 'sku-1', price: 59 });`,

  'segment-node': ({ address, key }) => `import { Analytics } from '@segment/analytics-node';

const analytics = new Analytics({ writeKey: ${quoted(key)}, host: ${quoted(address)} });

analytics.track({
  userId: 'user-42',
  event: 'Order Completed',
  properties: { order_id: 'A-1001', total: 259, currency: 'CNY' },
});
await analytics.closeAndFlush();`,

  rudder: ({ address, key }) => `import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const client = new RudderAnalytics(${quoted(key)}, { dataPlaneUrl: ${quoted(address)} });

client.track({
  userId: 'user-42',
  event: 'Order Completed',
  properties: { order_id: 'A-1001', total: 259, currency: 'CNY' },
});
await client.flush();`,

  curl: ({ address, key }) => `curl ${address}/v1/track \\
  -u ${key}: \\
  -H 'content-type: application/json' \\
  -d '{"anonymousId": "visitor-1", "event": "Product Viewed", "properties": {"product_id": "sku-1", "price": 59}}'`,
};
