import { type MessagePort, parentPort } from 'node:worker_threads'
import { answerQuestions } from './answering.ts'
import { type Database, openForReading } from './database.ts'
import type { ReaderQuestions } from './messages.ts'
import { createReads, type Reads } from './reads.ts'

/** The thread that answers lists, details, bodies and counts, so that neither the loop nor the writer waits for them. */
let db: Database | null = null
let reads: Reads | null = null

const opened = (): Reads => {
  if (!reads) throw new Error('The log is not open.')
  return reads
}

answerQuestions<ReaderQuestions, never>(
  parentPort as MessagePort,
  {
    open({ path, limits }) {
      db = openForReading(path)
      reads = createReads(db, limits)
      return null
    },
    list: (input) => opened().list(input),
    matching: (input) => opened().matching(input),
    get: (input) => opened().get(input),
    body: (input) => opened().body(input),
    stats: (input) => opened().stats(input),
    close() {
      db?.close()
      db = null
      reads = null
      return null
    },
  },
  () => {},
)
