import { setPriority } from 'node:os'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { answerQuestions } from './answering.ts'
import type { FromThread, Opening, OpenRequest, ReaderQuestions, ToldToWriter, WriterQuestions, WriterReport } from './messages.ts'
import { openLogFile } from './open-log-file.ts'
import { createReads, type Reads } from './reads.ts'
import { createWriter, type Writer } from './writer.ts'

/** The only thread that writes the log. Without a folder it holds the log in memory, and answers readers too. */
const TICK_MS = 1_000
/**
 * The loop goes first: 4 % more requests a second. At 10 it would be 12 %, but then other busy processes leave the writer seconds behind.
 * Linux alone has priorities of threads; elsewhere this would slow down the whole process.
 */
const NICENESS = 5
if (process.platform === 'linux') setPriority(NICENESS)
const port = parentPort as MessagePort
let request: OpenRequest | null = null
let writer: Writer | null = null
let reads: Reads | null = null

answerQuestions<WriterQuestions & Omit<ReaderQuestions, 'open' | 'close'>, ToldToWriter>(
  port,
  {
    open(asked) {
      request = asked
      const opening = start(null)
      setInterval(() => writer?.tick(), TICK_MS).unref()
      return opening
    },
    replace: ({ damage }) => start(damage),
    change: ({ id, change }) => there(writer).changes().change(id, change),
    remove: ({ undo, ids, pinnedToo }) => there(writer).changes().remove(undo, ids, pinnedToo, Date.now()),
    restore: ({ undo }) => there(writer).changes().restore(undo, Date.now()),
    close({ nextId }) {
      there(writer).finish(nextId)
      return null
    },
    list: (input) => there(reads).list(input),
    matching: (input) => there(reads).matching(input),
    get: (input) => there(reads).get(input),
    body: (input) => there(reads).body(input),
    stats: (input) => there(reads).stats(input),
  },
  (told) => writer?.take(told),
)

/** @param damage why the open file is given up, null at the start */
function start(damage: string | null): Opening {
  const asked = there(request)
  writer?.letGo()
  const found = openLogFile(asked, damage)
  if (found.kind === 'newer') return found.opening
  reads = createReads(found.file.db, asked.limits)
  writer ??= createWriter(found.file, asked.retention, (report) =>
    port.postMessage({ kind: 'report', report } satisfies FromThread<WriterReport>),
  )
  writer.goOnWith(found.file)
  if (!found.reserved) writer.take({ kind: 'reserve', nextId: found.opening.nextId })
  return found.opening
}

function there<T>(part: T | null): T {
  if (part === null) throw new Error('The log is not open.')
  return part
}
