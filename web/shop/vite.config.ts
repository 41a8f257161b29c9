/**
 * Builds the shop front into `dist`: hashed assets and one page without a line of inline script or style, under the policy of the console's
 * pages. `npx vite web/shop` serves it for development and passes calls on to the instance at `REGULARS_URL`.
 */
import { lingui } from '@lingui/vite-plugin';
import { defineConfig } from 'vite';

const house = { target: process.env.REGULARS_URL ?? 'http://127.0.0.1:3000', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  base: '/shop/',
  plugins: [lingui({ configPath: `${import.meta.dirname}/lingui.config.ts`, macroTransform: true })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    port: Number(process.env.PORT ?? 4311),
    proxy: { '/api/': house, '/v1/': house, '/tag.js': house },
  },
});
