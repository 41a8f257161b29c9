-- What counts on a day is found by each of its instants, and by the number that people write.
CREATE INDEX order_by_cancelling ON orders.order (channel_id, cancelled_at) WHERE cancelled_at IS NOT NULL;
CREATE INDEX order_by_number ON orders.order (channel_id, number);
CREATE INDEX refund_by_time ON orders.refund (refunded_at);
