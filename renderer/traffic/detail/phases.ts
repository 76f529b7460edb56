import type { Timing } from '../../../proxy-core/model/exchange.ts'

/** One stretch of the time an exchange took. */
export interface Phase {
  name: string
  says: string
  fromMs: number
  toMs: number
  kind: 'waiting' | 'receiving'
}

/** The stretches that are known, in the order in which they began. Clocks of both ends are one, so none is ever negative. */
export function phasesOf(timing: Timing): Phase[] {
  const { routedMs, upstreamSocketMs, requestSentMs, firstByteMs, endMs } = timing
  const phases: Phase[] = []
  const add = (name: string, says: string, kind: Phase['kind'], from: number | null, to: number | null) => {
    if (from !== null && to !== null) phases.push({ name, says, kind, fromMs: from, toMs: Math.max(from, to) })
  }
  add('Route', 'from the first byte until route and mode were known', 'waiting', 0, routedMs)
  add('Connect', 'until a connection to the upstream was ready', 'waiting', routedMs ?? 0, upstreamSocketMs)
  add('Request', 'until the request was read to its end', 'waiting', 0, requestSentMs)
  const asked = Math.max(routedMs ?? 0, upstreamSocketMs ?? 0, Math.min(requestSentMs ?? 0, firstByteMs ?? 0))
  add('Wait', 'until the head of the response was sent on', 'waiting', asked, firstByteMs)
  add('Response', 'until the response had ended', 'receiving', firstByteMs, endMs)
  return phases
}
