/** A preset knows a kind of file: which columns it has, and what stands in them. It reads; what it read is stored elsewhere. */
import type { ProductRecord, SoldVariant } from '#know/catalog';
import type { ChannelRow } from '#know/channels';
import type { Choice } from '#know/consent';
import type { tell } from '#know/customers';
import type { OrderRecord, ParcelRecord } from '#know/orders';
import type { ErrorCode } from '#platform/errors';

export type Words = { en: string; zh: string };

export type Rejected = {
  file: string;
  row: number;
  code: ErrorCode;
  field: string;
  raw: Record<string, string>;
};

export type ConsentSaid = Choice;
/** What a row tells of somebody. */
export type Told = Parameters<typeof tell>[1][number];

export type OutsideValue = {
  kind: string;
  place: string;
  day: string | null;
  values: Record<string, string>;
};

/** What is stored in one transaction. `read`: rows of the file by the table they go to. */
export type Batch = {
  sold?: readonly SoldVariant[];
  products?: readonly ProductRecord[];
  orders?: readonly OrderRecord[];
  told?: readonly Told[];
  /** What each of `told` agreed to. */
  consents?: readonly (readonly ConsentSaid[])[];
  suppressed?: readonly { kind: 'email' | 'phone'; value: string; reason: string; source: string }[];
  parcels?: readonly (ParcelRecord & { file: string; row: number })[];
  outside?: readonly OutsideValue[];
  read: Readonly<Record<string, number>>;
  /** Of `read`, what was refused; where a table is not named, all of `rejected` in the first of them. */
  refused?: Readonly<Record<string, number>>;
  rejected?: readonly Rejected[];
};

export type ReadOptions = { most?: number };

export type Preset = {
  name: string;
  title: Words;
  /** What is to be given: a file, or a folder with these in it. */
  takes: Words;
  /** The channel that its orders go to, where none is named. */
  channel: Pick<ChannelRow, 'name' | 'platform' | 'currency' | 'zone' | 'country'>;
  /** Deterministic: the same files give the same batches, so an import that was cut off goes on after those it stored. */
  /** `most`: rows of each file, for a look at it. */
  read(path: string, channel: ChannelRow, options?: ReadOptions): AsyncIterable<Batch>;
};
