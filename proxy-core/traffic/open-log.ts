import { randomBytes } from 'node:crypto'
import { Refusal } from '../model/errors.ts'
import { type FilterTerm, parseFilter } from '../model/filter.ts'
import { createIntake, type Intake } from './intake.ts'
import type { Log, LogOptions, Retention } from './log.ts'
import type { Opening, ToldToWriter, WriterQuestions, WriterReport } from './messages.ts'
import { createReading, type MemoryQuestions } from './reading.ts'
import { type LogThread, startThread } from './thread.ts'

type WriterThread = LogThread<WriterQuestions & MemoryQuestions, ToldToWriter>

/** In memory the log keeps less: it shares the process with everything else. */
const MEMORY_RETENTION: Retention = { exchanges: 50_000, bytes: 64 * 1024 * 1024 }
/** Exchanges that one step of a removal takes out of sight. */
const REMOVE_STEP_ROWS = 5_000
const STATS_RANGE_MS = 15 * 60_000
const STATS_BUCKETS = 60

/**
 * Opens the log of a folder, and makes it when there is none. Where the folder can't be written the log lives in memory and
 * says so in `health`. Rejects with a Refusal `log-unavailable` when the file was written by a newer version.
 */
export async function openLog(options: LogOptions): Promise<Log> {
  let intake: Intake | null = null
  const writer: WriterThread = startThread(
    'traffic/writer-thread',
    (report: WriterReport) => intake?.report(report),
    (error) => intake?.died(error),
  )
  try {
    const { opening, memory } = await openIn(writer, options)
    intake = createIntake({ ...options, opening, memory, tell: writer.tell, onDamage: (text) => void composed.replace(text) })
    const composed = composeLog(writer, intake, options, opening.path)
    return composed.log
  } catch (error) {
    await writer.end()
    throw error
  }
}

async function openIn(writer: WriterThread, { folder, retention, limits }: LogOptions) {
  const ask = async (folder: string | null, retention: Retention): Promise<Opening & { kind: 'open' }> => {
    const opening = await writer.ask('open', { folder, retention, limits })
    if (opening.kind === 'newer') throw new Refusal('log-unavailable', opening.text)
    return opening
  }
  try {
    return { opening: await ask(folder, retention), memory: null }
  } catch (error) {
    if (error instanceof Refusal) throw error
    const why = `The log can not be written to ${folder} (${(error as Error).message}); exchanges are kept in memory only.`
    return { opening: await ask(null, smaller(retention)), memory: why }
  }
}

function composeLog(writer: WriterThread, intake: Intake, options: LogOptions, path: string | null) {
  const { limits } = options
  const reading = createReading(writer, path, limits, (text) => replace(text))
  let replacing: Promise<void> | null = null
  let closed: Promise<void> | null = null

  const log: Log = {
    nextId: intake.nextId,
    append(record) {
      if (!closed) intake.append(record)
    },
    async list({ filter, before, after, limit }) {
      const terms = termsOf(filter)
      await intake.settled()
      const count = Math.max(1, Math.min(limit, limits.MAX_PAGE_ITEMS))
      return reading.ask('list', { terms, before: before ?? null, after: after ?? null, limit: count })
    },
    async get(id) {
      await intake.settled()
      return reading.ask('get', { id })
    },
    async body(id, side) {
      await intake.settled()
      return reading.ask('body', { id, side })
    },
    async change(id, change) {
      await intake.settled()
      return (await orRefusal(writer.ask('change', { id, change }))) ? log.get(id) : null
    },
    async remove(what) {
      const undo = randomBytes(16).toString('hex')
      const portions = 'id' in what ? [Float64Array.of(what.id)] : matching(termsOf(what.filter))
      let deleted = 0
      await intake.settled()
      for await (const ids of portions) {
        const removed = await orRefusal(writer.ask('remove', { undo, ids, pinnedToo: 'id' in what }))
        intake.counted(-removed)
        deleted += removed
      }
      return { deleted, undo }
    },
    async undo(undo) {
      let restored = 0
      for (;;) {
        const step = await orRefusal(writer.ask('restore', { undo }))
        if (!step) return null
        intake.counted(step.restored)
        restored += step.restored
        if (!step.more) return { restored }
      }
    },
    async stats({ filter, from, to = Date.now(), buckets = STATS_BUCKETS }) {
      const terms = termsOf(filter)
      await intake.settled()
      return reading.ask('stats', { terms, from: Math.min(from ?? to - STATS_RANGE_MS, to - 1), to, buckets })
    },
    total: intake.total,
    health: intake.health,
    keep: (retention) => intake.keep(path === null ? smaller(retention) : retention),
    async flush() {
      if (!(await intake.settled())) throw new Refusal('log-unavailable', intake.health().error ?? '')
    },
    close() {
      closed ??= close()
      return closed
    },
  }
  return { log, replace }

  async function* matching(terms: FilterTerm[]): AsyncGenerator<Float64Array> {
    let before: number | null = intake.peekId()
    while (before !== null) {
      const { ids, next }: { ids: Float64Array; next: number | null } = await reading.ask('matching', {
        terms,
        before,
        after: null,
        limit: REMOVE_STEP_ROWS,
      })
      yield ids
      before = next
    }
  }

  /** A file that turned out to be damaged is set aside, and a new one goes on. */
  function replace(damage: string): Promise<void> {
    replacing ??= (async () => {
      await reading.pause()
      const opening = await writer.ask('replace', { damage }).catch(() => null)
      if (opening?.kind === 'open') intake.replaced(opening)
      replacing = null
    })()
    return replacing
  }

  async function close(): Promise<void> {
    await intake.settled()
    await replacing
    await reading.close()
    await writer.ask('close', { nextId: intake.peekId() }).catch(() => null)
    await writer.end()
  }
}

function termsOf(filter: string | undefined): FilterTerm[] {
  const parsed = parseFilter(filter ?? '')
  if (parsed.kind === 'ok') return parsed.terms
  const detail = `${parsed.message} (at character ${parsed.at + 1})`
  throw new Refusal('filter-invalid', detail, { fields: [{ path: 'filter', message: parsed.message }] })
}

function smaller({ exchanges, bytes }: Retention): Retention {
  return { exchanges: Math.min(exchanges, MEMORY_RETENTION.exchanges), bytes: Math.min(bytes, MEMORY_RETENTION.bytes) }
}

async function orRefusal<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw new Refusal('log-unavailable', (error as Error).message)
  }
}
