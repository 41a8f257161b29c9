/** What the API answers about customers, as these pages read it. */
export type IdentifierKind = 'user_id' | 'anonymous_id' | 'customer_id';

export type FoundCustomer = {
  customer_id: number;
  created_at: string;
  identifiers: { kind: string; verified: boolean }[];
  events: number;
  erased_at: string | null;
  linked: number[];
};

/** What was done, for the person who asked and for the file. Holds none of her values. */
export type Certificate = Record<string, unknown>;
