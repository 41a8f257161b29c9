-- Consent: what somebody said to what, and when; nothing is ever changed, only added (PIPL 13-17, GDPR 7).
CREATE SCHEMA consent;

CREATE TABLE consent.choice (
  customer_id  bigint      NOT NULL,           -- the profile it came to; a merge leaves it there
  choice_id    bigint      GENERATED ALWAYS AS IDENTITY,
  purpose      text        NOT NULL,           -- service, marketing, personalisation, third_party
  channel      text        NOT NULL,           -- email, sms, phone, push, post, wechat, any
  state        text        NOT NULL,           -- granted, denied, withdrawn
  chosen_at    timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL,
  method       text        NOT NULL,           -- form, double_opt_in, phone, store, import, staff, platform, bounce
  source       text        NOT NULL,           -- where: a page, a file, a platform
  text_version text,                           -- which text she was shown
  text_digest  text,                           -- SHA-256 of it
  locale       text,
  actor        text        NOT NULL,
  sealed       bytea,                          -- address of the network and what else is hers: under her key
  digest       bytea       NOT NULL,           -- of what was said: the same again adds nothing
  PRIMARY KEY (customer_id, choice_id)
);
CREATE UNIQUE INDEX choice_once ON consent.choice (customer_id, digest);

-- Addresses that must not be written to, whoever has them: bounced for good, complained, on somebody's list.
CREATE TABLE consent.suppression (
  digest  uuid        PRIMARY KEY,             -- keyed digest of the address, as identities have it
  kind    text        NOT NULL,                -- email, phone
  reason  text        NOT NULL,                -- bounced, complained, unsubscribed, listed
  source  text        NOT NULL,
  since   timestamptz NOT NULL
);
