/**
 * Builds the console into `dist`: hashed assets and one page without a line of inline script or style, under a policy that lets no
 * other script in (`src/6-app/security-headers.ts`): nothing here may make a script or style element at run time.
 * `npx vite web/console` serves it for development and passes API calls on to the instance at `REGULARS_URL`.
 */
import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The host stays ours: the API takes changes from its own pages only.
const api = { target: process.env.REGULARS_URL ?? 'http://127.0.0.1:3000', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), lingui({ configPath: `${import.meta.dirname}/lingui.config.ts`, macroTransform: true })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // `data:` images stay few; fonts are the system's.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // A module's `console/index.tsx` names its pages and gives its panels away: who wants the pages at start does not load the panels.
    rolldownOptions: {
      treeshake: { moduleSideEffects: [{ test: /\/console\/.*\.tsx?$/, sideEffects: false }] },
    },
  },
  server: {
    port: Number(process.env.PORT ?? 4310),
    proxy: { '/api/': api, '/v1/': api, '/healthz': api, '/tag.js': api },
  },
});
