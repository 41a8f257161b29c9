import { fileURLToPath } from 'node:url';
import type { Module } from '#platform/module';
import { keepingCards } from './cards/keep-cards.ts';
import { renewCards } from './cards/renew-cards.ts';
import { findDuplicates } from './duplicates/find-duplicates.ts';
import { recognising } from './identity/recognise.ts';
import { requestsHealth } from './requests/health.ts';
import { eraseWhoAsked } from './requests/settle-request.ts';
import { type CustomerParts, customerRoutes } from './routes.ts';
import { remembering } from './traits/remember.ts';

export const customersModule = (parts: CustomerParts): Module => ({
  name: 'know/customers',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes: customerRoutes(parts),
  subscribers: [
    recognising({ ...parts, region: parts.settings.SHOP_COUNTRY }),
    remembering(parts.vault),
    keepingCards(),
  ],
  chores: [
    { name: 'know/customers: renew cards', once: () => renewCards(parts), waitsForCalm: true },
    { name: 'know/customers: find duplicates', once: () => findDuplicates(parts), waitsForCalm: true },
  ],
  jobs: [
    {
      name: 'know/customers: erase who asked for it',
      every: '*/10 * * * *',
      run: async () => void (await eraseWhoAsked(parts)),
    },
  ],
  health: [() => requestsHealth(parts)],
});
