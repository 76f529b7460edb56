import type { Database } from 'better-sqlite3'

/**
 * The schema, step by step: `user_version` says how many steps a file has seen. A step is never changed once released.
 *
 * `exchange` is what lists, filters and counts read: narrow, so that a full scan of a million stays near 100 ms. `payload`
 * is read for one exchange at a time. `blob` holds bodies and header blocks; one that recurs is stored once, and `reuse`
 * counts its uses beyond the first (a count inside `blob` would rewrite the whole body with every use).
 * `removed` holds what is out of sight until its removal can't be undone any more. No index but the ids and the few pinned:
 * three indexes cost a third of the writing, and newest-first reading needs none.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE exchange (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    method TEXT NOT NULL,
    scheme TEXT NOT NULL,
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    query TEXT NOT NULL,
    service TEXT,
    route TEXT,
    mode TEXT,
    source TEXT,
    environment TEXT,
    status INTEGER,
    error TEXT,
    duration_ms REAL,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    content_type TEXT,
    client TEXT,
    consumer TEXT,
    findings INTEGER NOT NULL,
    replay_of INTEGER,
    pinned INTEGER NOT NULL DEFAULT 0,
    color TEXT
  ) STRICT;
  CREATE INDEX exchange_pinned ON exchange (id) WHERE pinned = 1;
  CREATE TABLE payload (
    id INTEGER PRIMARY KEY,
    request_headers INTEGER NOT NULL,
    response_headers INTEGER,
    request_body INTEGER,
    response_body INTEGER,
    request_flags INTEGER NOT NULL,
    response_flags INTEGER NOT NULL,
    request_sha256 BLOB,
    response_sha256 BLOB,
    http_version TEXT NOT NULL,
    circumstances TEXT NOT NULL,
    note TEXT
  ) STRICT;
  CREATE TABLE blob (id INTEGER PRIMARY KEY, hash BLOB NOT NULL, data ANY NOT NULL) STRICT;
  CREATE TABLE reuse (blob INTEGER PRIMARY KEY, times INTEGER NOT NULL) STRICT;
  CREATE TABLE removal (id INTEGER PRIMARY KEY, undo TEXT NOT NULL UNIQUE, at INTEGER NOT NULL) STRICT;
  CREATE TABLE removed (id INTEGER PRIMARY KEY, removal INTEGER NOT NULL) STRICT;
  CREATE TABLE standing (
    next_id INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    closed INTEGER NOT NULL
  ) STRICT;
  INSERT INTO standing VALUES (1, 0, 0, 0);
  `,
  `
  ALTER TABLE payload ADD COLUMN circumstances_blob INTEGER;
  ALTER TABLE payload ADD COLUMN routed_ms REAL;
  ALTER TABLE payload ADD COLUMN upstream_socket_ms REAL;
  ALTER TABLE payload ADD COLUMN request_sent_ms REAL;
  ALTER TABLE payload ADD COLUMN first_byte_ms REAL;
  `,
]

/** Brings a file to the newest schema, step by step, each in a transaction of its own. */
export function migrate(db: Database, steps: readonly string[] = migrations): void {
  const version = db.pragma('user_version', { simple: true }) as number
  for (const [i, step] of steps.entries()) {
    if (i < version) continue
    db.transaction(() => {
      db.exec(step)
      db.pragma(`user_version = ${i + 1}`)
    })()
  }
}
