/** What the API answers, as these pages read it. */
import type { z } from 'zod';
import type * as contract from '../contract.ts';

export type HealthReport = z.output<typeof contract.healthReport>;
export type SubscriberItem = z.output<typeof contract.subscribers>['items'][number];
