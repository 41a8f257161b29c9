-- Staff. The first five tables are better-auth's, in its own spelling; the rest is ours.
CREATE SCHEMA auth;

CREATE TABLE auth."user" (
  "id" text PRIMARY KEY, "name" text NOT NULL, "email" text NOT NULL UNIQUE, "emailVerified" boolean NOT NULL, "image" text,
  "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now(), "twoFactorEnabled" boolean
);
CREATE TABLE auth."session" (
  "id" text PRIMARY KEY, "expiresAt" timestamptz NOT NULL, "token" text NOT NULL UNIQUE, "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL, "ipAddress" text, "userAgent" text, "userId" text NOT NULL REFERENCES auth."user" ON DELETE CASCADE
);
CREATE TABLE auth."account" (
  "id" text PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL, "userId" text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz,
  "scope" text, "password" text, "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL
);
CREATE TABLE auth."verification" (
  "id" text PRIMARY KEY, "identifier" text NOT NULL, "value" text NOT NULL, "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE auth."twoFactor" (
  "id" text PRIMARY KEY, "secret" text NOT NULL, "backupCodes" text NOT NULL, "userId" text NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  "verified" boolean, "failedVerificationCount" integer, "lockedUntil" timestamptz
);
CREATE INDEX ON auth."session" ("userId");
CREATE INDEX ON auth."account" ("userId");
CREATE INDEX ON auth."verification" ("identifier");
CREATE INDEX ON auth."twoFactor" ("userId");

-- What better-auth does not know: role, scope, and whether they may still come in.
CREATE TABLE auth.staff (
  user_id      text PRIMARY KEY REFERENCES auth."user" ON DELETE CASCADE,
  role         text        NOT NULL,
  channels     text[],                       -- null: all
  locale       text,
  created_at   timestamptz NOT NULL,
  suspended_at timestamptz
);

-- Links that let somebody set a password: invitations and resets. Only a digest of the token is kept, and it works once.
CREATE TABLE auth.link (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  digest     bytea       NOT NULL UNIQUE,
  user_id    text        NOT NULL REFERENCES auth."user" ON DELETE CASCADE,
  purpose    text        NOT NULL,           -- invitation, reset
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

CREATE TABLE auth.api_key (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name         text        NOT NULL,
  digest       bytea       NOT NULL UNIQUE,  -- SHA-256 of the key, which itself is kept nowhere
  prefix       text        NOT NULL,
  role         text        NOT NULL,
  channels     text[],
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

-- Failed sign-ins of the last quarter of an hour, by account and by address, as keyed digests.
CREATE TABLE auth.failure (
  about bytea       NOT NULL,
  at    timestamptz NOT NULL
);
CREATE INDEX ON auth.failure (about, at);
