import type { ExchangeSummary } from '../model/exchange.ts'
import type { Terminal } from './terminal.ts'

/** One exchange as a line: time, status, who answered, how long, what was asked. */
export function exchangeLine(exchange: ExchangeSummary, colors: Terminal['printed']): string {
  const { startedAt, status, state, source, durationMs, method, path, query, error } = exchange
  const at = new Date(startedAt)
  const time = `${at.toLocaleTimeString('en-GB')}.${String(at.getMilliseconds()).padStart(3, '0')}`
  const answer = statusColor(status, colors)((status === null ? state : String(status)).padEnd(7))
  const duration = durationMs === null ? '' : `${durationMs < 10 ? durationMs.toFixed(1) : Math.round(durationMs)} ms`
  return [
    colors.dim(time),
    answer,
    (source ?? '').padEnd(8),
    duration.padStart(9),
    ` ${method.padEnd(6)}`,
    path + (query && colors.dim(`?${query}`)),
    error === null ? '' : colors.red(error),
  ]
    .join(' ')
    .trimEnd()
}

function statusColor(status: number | null, { red, yellow, cyan, green }: Terminal['printed']): (text: string) => string {
  if (status === null || status >= 500) return red
  if (status >= 400) return yellow
  return status >= 300 ? cyan : green
}
