import { eraseCustomer, reapplyErasures } from './erase-customer.ts';
import { findCustomers } from './find-customers.ts';

/** Who is meant, the act, and its repetition after a restore. */
export const erasing = { findCustomers, eraseCustomer, reapplyErasures };
