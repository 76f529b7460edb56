import type { ExchangeRecord } from '../model/exchange.ts'
import type { LogHealth } from '../model/status.ts'
import type { LogOptions, Retention } from './log.ts'
import type { Opening, ToldToWriter, WriterReport } from './messages.ts'
import { createQueue } from './queue.ts'

/** The loop's end of the writer: gives out ids, takes records, knows how the log is. */
export interface Intake {
  nextId(): number
  /** The id that would be given out next. */
  peekId(): number
  append(record: ExchangeRecord): void
  /** True when all that was taken is committed; false when nothing can be committed for now. */
  settled(): Promise<boolean>
  total(): number
  /** Exchanges that came into sight or went out of it. */
  counted(change: number): void
  health(): LogHealth
  keep(retention: Retention): void
  report(report: WriterReport): void
  /** The writer goes on with another file. */
  replaced(opening: Opening & { kind: 'open' }): void
  died(error: Error): void
}

export interface IntakeOptions extends Pick<LogOptions, 'retention' | 'limits' | 'onHealth'> {
  opening: Opening & { kind: 'open' }
  /** Why the log is kept in memory; null when it is not. */
  memory: string | null
  tell(told: ToldToWriter, move?: ArrayBuffer[]): void
  onDamage(text: string): void
}

/** Another block of ids is asked for when so many are left: half a second at 10,000 exchanges a second. */
const RESERVE_AHEAD = 5_000
const BEHIND_SHARE = 0.5

export function createIntake({ opening, memory, limits, retention, onHealth, tell, onDamage }: IntakeOptions): Intake {
  const queue = createQueue(limits, (batch) => tell({ kind: 'batch', batch }, [batch.rows.buffer, batch.bodies.buffer]))
  let { nextId, reservedTo, total, bytes, notice } = opening
  let keepBytes = retention.bytes
  let asked = false
  let dead = false
  let trouble: string | null = null
  let shown = ''

  const intake: Intake = {
    nextId() {
      const id = nextId++
      if (!asked && nextId > reservedTo - RESERVE_AHEAD) {
        asked = true
        tell({ kind: 'reserve', nextId })
      }
      return id
    },
    peekId: () => nextId,
    append(record) {
      queue.add(record)
      if (dead) queue.forget()
      if (queue.counts().bytes > limits.MAX_QUEUED_BYTES * BEHIND_SHARE) show()
    },
    async settled() {
      if (trouble === null) await queue.settled()
      return trouble === null
    },
    total: () => total + queue.counts().records,
    counted(change) {
      total += change
    },
    health() {
      const { records, bytes: queuedBytes, written, shedBodies, shedRecords } = queue.counts()
      return {
        state: state(),
        queued: records,
        queuedBytes,
        written,
        shedBodies,
        shedRecords,
        bytes,
        keepBytes,
        error: trouble ?? memory ?? notice,
      }
    },
    keep(next) {
      keepBytes = next.bytes
      tell({ kind: 'keep', retention: next })
    },
    report,
    replaced(next) {
      ;({ reservedTo, total, bytes, notice } = next)
      nextId = Math.max(nextId, next.nextId)
      asked = true
      tell({ kind: 'reserve', nextId })
      show()
    },
    died(error) {
      dead = true
      trouble = error.message
      queue.forget()
      queue.release()
      show()
    },
  }
  // Not before whoever opens the log holds it.
  setImmediate(show)
  return intake

  function state(): LogHealth['state'] {
    if (trouble !== null) return 'failing'
    if (memory !== null) return 'memory'
    return queue.counts().bytes > limits.MAX_QUEUED_BYTES * BEHIND_SHARE ? 'behind' : 'ok'
  }

  function report(report: WriterReport): void {
    switch (report.kind) {
      case 'committed':
        ;({ total, bytes } = report)
        if (report.error !== null) notice = report.error
        queue.committed(report.lost)
        break
      case 'standing':
        ;({ total, bytes } = report)
        break
      case 'reserved':
        asked = false
        reservedTo = report.upTo
        break
      case 'trouble':
        trouble = report.error
        if (trouble !== null) queue.release()
        break
      case 'damaged':
        trouble = report.error
        queue.release()
        onDamage(report.error)
    }
    show()
  }

  /** Tells of a change, once. */
  function show(): void {
    const health = intake.health()
    const now = `${health.state} ${health.error}`
    if (now === shown) return
    const first = shown === ''
    shown = now
    if (!first || health.state !== 'ok' || health.error !== null) onHealth?.(health)
  }
}
