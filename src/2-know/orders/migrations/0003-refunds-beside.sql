-- What of a refund was for no line: {"shipping", "tax", "other"}, minor units; null where the platform does not say.
ALTER TABLE orders.refund ADD COLUMN beside jsonb;
