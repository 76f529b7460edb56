/** Every bound of the product, with its unit. Settings may change those that `gatewayLimits` and `captureLimits` name. */
const KIB = 1024
const MIB = 1024 * KIB

export const gatewayLimits = {
  MAX_HEADER_BLOCK_BYTES: 16 * KIB,
  MAX_HEADER_FIELDS: 200,
  MAX_URL_BYTES: 8 * KIB,
  HEADERS_TIMEOUT_MS: 10_000,
  BODY_IDLE_TIMEOUT_MS: 60_000,
  KEEP_ALIVE_TIMEOUT_MS: 5_000,
  MAX_CLIENT_CONNECTIONS: 10_000,
  DRAIN_TIMEOUT_MS: 10_000,
}
export type GatewayLimits = typeof gatewayLimits

export const upstreamLimits = {
  CONNECT_TIMEOUT_MS: 5_000,
  FIRST_BYTE_TIMEOUT_MS: 60_000,
  BODY_IDLE_TIMEOUT_MS: 60_000,
  MAX_SOCKETS_PER_HOST: 256,
}
export type UpstreamLimits = typeof upstreamLimits

/** Of callbacks and webhooks that Switchyard sends. */
export const callbackLimits = {
  CONNECT_TIMEOUT_MS: 5_000,
  FIRST_BYTE_TIMEOUT_MS: 10_000,
  BODY_IDLE_TIMEOUT_MS: 10_000,
  MAX_SOCKETS_PER_HOST: 8,
  MAX_TOTAL_MS: 30_000,
  MAX_ANSWER_BYTES: 10 * MIB,
  /** Of those fired by themselves. */
  MAX_AT_ONCE: 8,
  MAX_WAITING: 100,
}
export type CallbackLimits = typeof callbackLimits

export const captureLimits = {
  MAX_CAPTURED_BODY_BYTES: 1 * MIB,
}

export const logLimits = {
  FLUSH_RECORDS: 200,
  FLUSH_INTERVAL_MS: 100,
  MAX_QUEUED_BYTES: 64 * MIB,
  WAL_RESTART_BYTES: 256 * MIB,
  MAX_PAGE_ITEMS: 1_000,
  RETENTION_STEP_ROWS: 200,
  UNDO_KEPT_MS: 10 * 60_000,
  /** How much of a compressed body is opened for text search and preview, and how far it may grow. */
  MAX_DECODED_BODY_BYTES: 10 * MIB,
  MAX_DECODE_RATIO: 100,
}
export type LogLimits = typeof logLimits

export const importLimits = {
  MAX_DOCUMENT_BYTES: 50 * MIB,
  MAX_IMPORT_MS: 60_000,
  MAX_IMPORT_HEAP_MIB: 512,
  MAX_DEPTH: 512,
  MAX_ALIASES: 10_000,
  MAX_MERGES: 1_000,
  MAX_FILES: 10_000,
  MAX_REDIRECTS: 5,
  /** A document with more values (objects, lists, texts, numbers) is served, but its structure is not checked. */
  MAX_CHECKED_VALUES: 100_000,
}
export type ImportLimits = typeof importLimits

export const controlLimits = {
  MAX_JSON_BODY_BYTES: 64 * MIB,
  TICKET_LIFETIME_MS: 60_000,
  EVENT_TICK_MS: 30,
  MAX_EVENTS_PER_TICK: 200,
  EVENT_BUFFER: 5_000,
  MAX_EVENT_BACKLOG_BYTES: 8 * MIB,
}

export const mockLimits = {
  /** Answers of one document that are kept ready. */
  MAX_CACHED_ANSWERS_BYTES: 16 * MIB,
  /** How long an answer may compile in one turn of the loop. */
  MAX_COMPILE_ON_LOOP_MS: 8,
  /** Operations with longer bodies are answered from a thread. */
  MAX_BODY_MADE_ON_LOOP_BYTES: 256 * KIB,
  MAX_THREAD_ANSWER_MS: 20_000,
  MAX_THREAD_HEAP_MIB: 512,
  /** Requests that wait for the thread of one document. */
  MAX_WAITING_ANSWERS: 256,
  /** After this long without work the thread ends and gives its memory back. */
  THREAD_IDLE_MS: 60_000,
}

export const contractLimits = {
  /** Of a request; a longer one is not checked. */
  MAX_CHECKED_BODY_BYTES: 10 * MIB,
  /** Of a longer one only the first error is told. */
  MAX_WHOLLY_CHECKED_BODY_BYTES: 1 * MIB,
  MAX_FORM_FIELDS: 10_000,
  /** Of the examples of a document. */
  MAX_EXAMPLES_MS: 30_000,
  /** More for documents over 16 MiB. What V8 has had for a thread it keeps. */
  MAX_EXAMPLES_HEAP_MIB: 40,
  MAX_EXAMPLE_FAULTS: 1_000,
  /** Examples are checked when the document has been served for so long: the first answers come first. */
  EXAMPLES_AFTER_MS: 1_000,
  /** Of exchanges that have ended and wait for their check on the loop; what comes on top is not checked. */
  MAX_LATE_CHECKS: 1_000,
  MAX_LATE_CHECK_BYTES: 8 * MIB,
  /** Longer bodies, and compressed ones of any length, are checked in a thread: reading and checking 10 MiB takes 70 ms on an idle machine. */
  MAX_BODY_CHECKED_ON_LOOP_BYTES: 128 * KIB,
  /** How long a request's check may compile on the loop; what needs longer is checked in that thread. */
  MAX_COMPILE_ON_LOOP_MS: 15,
  /** Of bodies that wait for that thread; what comes on top is not checked. */
  MAX_QUEUED_BODIES: 64,
  MAX_QUEUED_BODY_BYTES: 64 * MIB,
  MAX_CHECK_MS: 10_000,
  MAX_CHECK_HEAP_MIB: 512,
  /** After this long without work the thread ends and gives its memory back. */
  CHECKER_IDLE_MS: 30_000,
}
