/**
 * Branded ids: a customer's id is not a source's id, although both are numbers.
 * Ids that come from Postgres `bigint` travel as decimal strings over HTTP and as `bigint`-safe numbers
 * inside (identities never reach 2^53).
 */
declare const brand: unique symbol;
export type Id<Name extends string, Base = number> = Base & { readonly [brand]: Name };

export type CustomerId = Id<'Customer'>;
export type SourceId = Id<'Source'>;
/** Place of an event in the log: unique, ascending in commit order. */
export type Position = Id<'Position'>;
export type ChannelId = Id<'Channel'>;
export type ProductId = Id<'Product'>;
export type VariantId = Id<'Variant'>;
export type OrderId = Id<'Order'>;
export type StaffId = Id<'Staff', string>;

export const customerId = (value: number): CustomerId => value as CustomerId;
export const sourceId = (value: number): SourceId => value as SourceId;
export const position = (value: number): Position => value as Position;
export const channelId = (value: number): ChannelId => value as ChannelId;
export const productId = (value: number): ProductId => value as ProductId;
export const variantId = (value: number): VariantId => value as VariantId;
export const orderId = (value: number): OrderId => value as OrderId;

/** The source of events that Regulars writes itself; every other is a row of `know/sources`. */
export const HOUSE: SourceId = sourceId(0);
/** Whom an event or an order belongs to of which nobody is known. */
export const NOBODY: CustomerId = customerId(0);
