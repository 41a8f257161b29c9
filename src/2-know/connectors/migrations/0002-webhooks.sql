-- Whether a platform reports to us by itself: we see to it, and look again. Null: it was not looked at yet.
ALTER TABLE connectors.connection
  ADD COLUMN webhooks            text,                       -- subscribed, refused, waiting
  ADD COLUMN webhooks_detail     text,                       -- what the platform said
  ADD COLUMN webhooks_checked_at timestamptz,
  ADD COLUMN webhooks_due_at     timestamptz NOT NULL DEFAULT '-infinity';
CREATE INDEX connection_webhooks_due ON connectors.connection (webhooks_due_at) WHERE state = 'connected';
