-- The event log. Decisions and measurements: docs/adr/0002-event-log.md
CREATE SCHEMA log;

CREATE SEQUENCE log.position AS bigint;

-- When readers were last told that there is something new, in milliseconds since 1970. A sequence, because it asks nobody to wait.
CREATE SEQUENCE log.noticed AS bigint;

-- One row an event. Partitioned by month of arrival: daily partitions made one customer's page ten times slower.
CREATE TABLE log.event (
  position       bigint      NOT NULL,
  received_at    timestamptz NOT NULL,
  "timestamp"    timestamptz NOT NULL,
  customer_id    bigint      NOT NULL,
  caused_by      bigint,
  source_id      integer     NOT NULL,
  type           smallint    NOT NULL,  -- index into EVENT_TYPES
  origin         smallint    NOT NULL,  -- index into ORIGINS
  flags          smallint    NOT NULL,  -- bit set FLAGS
  depth          smallint    NOT NULL,
  schema_version smallint    NOT NULL,
  dedup          bigint      NOT NULL,  -- 64 bits of SHA-256 over (source, message id)
  fingerprint    bigint      NOT NULL,  -- 64 bits of what the sender sent: tells a repetition from a conflict
  message_id     text        NOT NULL,
  event          text        NOT NULL,
  properties     json        NOT NULL,  -- never queried here, so kept as the text it came as: half the cost of jsonb
  context        json        NOT NULL,
  personal       bytea,                 -- sealed under the customer's key
  PRIMARY KEY (position, received_at)
) PARTITION BY RANGE (received_at);

-- Her history in the order it happened: an import brings old events late.
CREATE INDEX event_by_customer ON log.event (customer_id, "timestamp", position);

-- Deduplication looks here, in the partitions of the last 30 days. Not unique, and need not be: appends are serialised by
-- the lock in log.append, so to look first and insert then is safe, and nothing has to be deleted when it is too old.
CREATE INDEX event_by_dedup ON log.event (dedup);

-- Where each subscriber stands. The row's lock lets one runner at a time work for it.
CREATE TABLE log.cursor (
  subscriber   text PRIMARY KEY,
  position     bigint      NOT NULL,
  moved_at     timestamptz NOT NULL DEFAULT now(),
  failure      text,
  failing_since timestamptz,
  attempts     integer     NOT NULL DEFAULT 0
);

-- The month's partition of an instant, made where it is missing.
CREATE FUNCTION log.ensure_partition(at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first date := date_trunc('month', at AT TIME ZONE 'UTC')::date;
  name  text := format('event_%s', to_char(first, 'YYYY_MM'));
BEGIN
  IF to_regclass('log.' || name) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('log.partition'));
  IF to_regclass('log.' || name) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE log.%I PARTITION OF log.event FOR VALUES FROM (%L) TO (%L)',
    name, first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
END $$;

-- Appends a batch. Position order is commit order: the advisory lock is held from here to the end of the caller's
-- transaction, so nobody commits a higher position before ours. Call it last in a transaction. Within one call no
-- (source, message) may stand twice.
-- Returns the position given to the first row, and one entry for each row that was seen before.
-- Plans are pinned to index look-ups: a young partition has no statistics yet, and a hash join would read it whole.
CREATE FUNCTION log.append(
  keys bigint[], fingerprints bigint[], received timestamptz[], happened timestamptz[], customers bigint[],
  causes bigint[], sources integer[], types smallint[], origins smallint[], flag_sets smallint[], depths smallint[],
  versions smallint[], messages text[], names text[], property_sets json[], contexts json[], personals bytea[],
  OUT first_position bigint, OUT seen_at integer[], OUT seen_position bigint[], OUT seen_fingerprint bigint[]
) LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
DECLARE
  count integer := cardinality(keys);
  now_ms bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7203, 1);
  PERFORM log.ensure_partition(received[1]);
  PERFORM log.ensure_partition(received[count]);
  first_position := nextval('log.position');
  PERFORM setval('log.position', first_position + count - 1);

  SELECT array_agg(incoming.n), array_agg(e.position), array_agg(e.fingerprint)
    INTO seen_at, seen_position, seen_fingerprint
    FROM unnest(keys, sources, messages) WITH ORDINALITY AS incoming (k, s, m, n)
    JOIN log.event e ON e.dedup = k AND e.source_id = s AND e.message_id = m
   WHERE e.received_at > received[1] - interval '30 days';

  INSERT INTO log.event (position, received_at, "timestamp", customer_id, caused_by, source_id, type, origin, flags,
                         depth, schema_version, dedup, fingerprint, message_id, event, properties, context, personal)
    SELECT first_position + n - 1, r, h, c, cause, s, t, o, fl, d, v, k, f, m, e, p, x, pe
      FROM unnest(received, happened, customers, causes, sources, types, origins, flag_sets, depths, versions, keys,
                  fingerprints, messages, names, property_sets, contexts, personals)
           WITH ORDINALITY AS incoming (r, h, c, cause, s, t, o, fl, d, v, k, f, m, e, p, x, pe, n)
     WHERE seen_at IS NULL OR n <> ALL (seen_at);

  -- A notice wakes every listener, and costs more than a small append. Whoever was woken looks again after 100 ms before he waits for
  -- the next one; so what is appended within 50 ms of a notice needs none of its own.
  now_ms := extract(epoch FROM clock_timestamp()) * 1000;
  IF now_ms NOT BETWEEN (SELECT last_value FROM log.noticed) AND (SELECT last_value + 50 FROM log.noticed) THEN
    PERFORM setval('log.noticed', now_ms);
    PERFORM pg_notify('regulars_log', '');
  END IF;
END $$;
