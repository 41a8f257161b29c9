/** Texts of the shop front and their two catalogues: `npx lingui extract --config web/shop/lingui.config.ts`. */
import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  rootDir: `${import.meta.dirname}/../..`,
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    {
      path: '<rootDir>/web/shop/locales/{locale}',
      include: ['<rootDir>/web/shop'],
      exclude: ['**/dist/**', '**/*.test.*', '**/node_modules/**'],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
});
