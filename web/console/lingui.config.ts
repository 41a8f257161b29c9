/** Where texts of the console are found, and the two catalogues they are kept in: `npx lingui extract --config web/console/lingui.config.ts`. */
import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

const root = `${import.meta.dirname}/../..`;

export default defineConfig({
  rootDir: root,
  sourceLocale: 'en',
  locales: ['en', 'zh-CN'],
  catalogs: [
    {
      path: '<rootDir>/web/console/locales/{locale}',
      include: ['<rootDir>/web/console', '<rootDir>/src/*/*/console/**/*.{ts,tsx}'],
      exclude: ['**/dist/**', '**/*.test.*', '**/node_modules/**'],
    },
  ],
  format: formatter({ lineNumbers: false, origins: false }),
});
