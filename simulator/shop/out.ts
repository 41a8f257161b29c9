/** Where what happens in the shop goes: to files, or to a running instance. */
import type { Order } from './order.ts';

export type Out = {
  /**
   * A line of JSON in the words of Segment, its UTF-8 bytes as characters of one byte each: so nothing has to be encoded again. `at`: when it
   * arrives. `skew`: by how much the sender's clock is ahead. `isLate`: it
   * arrives long after it happened, and in between others do.
   */
  event(line: string, at: number, skew: number, isLate: boolean): void;
  /** When it is placed, and again when it is cancelled or refunded: `at` is the moment. */
  order(order: Order, at: number): void;
  /** Everything before this moment was told. */
  passed(until: number): void;
  /** What the product has no door for yet. */
  intent(intent: Intent): void;
  truth(record: Truth): void;
};

export const INTENT_DOORS = ['surveys', 'returns', 'chats'] as const;
export type Intent = { door: (typeof INTENT_DOORS)[number]; at: string; [field: string]: unknown };
/** `who` is a person's number, which nothing that is sent contains. */
export type Truth = { what: string; who?: string; at?: string; [field: string]: unknown };

export const whoOf = (person: number): string => `person-${person}`;
/** As `event` wants it. */
export const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
