import { describe, expect, it } from 'vitest';
import { SNIPPETS, snippetFor } from './snippet-texts.ts';

const values = { address: 'https://crm.example.com', key: 'wk_browser_abc' };

describe('snippets', () => {
  it.each(SNIPPETS)('%s names the host and the key', (name) => {
    const text = snippetFor(name, values);
    expect(text).toContain('crm.example.com');
    expect(text).toContain('wk_browser_abc');
  });

  it.each(['tag', 'segment', 'segment-node', 'rudder'] as const)(
    '%s stays one text, whatever the key',
    (name) => {
      const text = snippetFor(name, { ...values, key: `'); stolen('\\'` });
      expect(text).not.toMatch(/[^\\]'\); stolen/);
    },
  );

  it('cannot end its own element in a page', () => {
    const text = snippetFor('tag', { ...values, key: '</script><script>stolen()' });
    expect(text.match(/<\/script>/g)).toHaveLength(1);
  });

  it('sends what curl says as JSON', () => {
    const body = /-d '(.*)'$/.exec(snippetFor('curl', values))?.[1];
    expect(JSON.parse(body ?? '')).toMatchObject({ event: 'Product Viewed' });
  });
});
