import type { CapturedExchange } from '../../mock/callbacks/captured-exchange.ts'
import { type ErrorCode, Refusal } from '../../model/errors.ts'
import type { ExchangeRecord } from '../../model/exchange.ts'
import { mayReadLive } from '../cors.ts'
import type { Exchange } from '../exchange.ts'
import type { CallbacksDue } from '../lifecycle.ts'
import type { Router } from '../router.ts'
import { type Callbacks, type Cause, NO_WISH, type PlannedCallback } from './callbacks.ts'
import type { CallbackContext } from './context.ts'
import { logUnsent } from './deliver.ts'
import { isOpenTarget, type Target } from './target.ts'

/** Callbacks that are fired without anybody asking. */
export interface AutomaticCallbacks {
  /** Fires those of an exchange that the mock has answered well. Never throws; what is not sent is logged with the reason. */
  due: CallbacksDue
  /** Forgets those that wait. */
  close(): void
}

interface Job {
  cause: Pick<Cause, 'id' | 'route'>
  planned: PlannedCallback
  url: URL
}

/**
 * Whoever may call the mock says where its callbacks go, so they go to this machine and to allowed hosts only, never for a
 * web page of another origin, a few at a time, and no more wait than can be told.
 */
export function createAutomaticCallbacks(context: CallbackContext, callbacks: Callbacks, router: () => Router): AutomaticCallbacks {
  const { limits } = context
  const ready: Job[] = []
  const timers = new Set<NodeJS.Timeout>()
  let flying = 0
  let closed = false

  function due(exchange: Exchange, record: ExchangeRecord): void {
    const { route } = exchange
    const { status } = record
    if (closed || route === null || route.callbacks === null || record.source !== 'mock' || record.state !== 'done') return
    if (status === null || status < 200 || status > 299) return
    const cause = { id: record.id, route, exchange: capturedFrom(exchange, record, router()) }
    for (const planned of callbacks.plan(cause)) consider({ id: record.id, route }, planned, exchange, route.callbacks.delayMs)
  }

  function consider(cause: Job['cause'], planned: PlannedCallback, exchange: Exchange, delayMs: number): void {
    const { target } = planned
    const refusal = refusalOf(target, exchange)
    if (refusal !== null) refuse(cause, planned, target.kind === 'url' ? target.url : null, refusal.code, refusal.text)
    else if (target.kind === 'url') wait({ cause, planned, url: target.url }, delayMs)
  }

  function refusalOf(target: Target, { fields }: Exchange): { code: ErrorCode; text: string } | null {
    if (target.kind === 'unusable') return { code: 'callback-url-missing', text: `It was not sent: ${target.reason}.` }
    if (fields === null || !mayReadLive(context, fields)) {
      const text = 'It was not sent: a web page of another origin asked for the exchange. To allow its origin, add it to gateway.origins.'
      return { code: 'callback-not-allowed', text }
    }
    if (!isOpenTarget(target.url, context.allowed())) {
      const text = `It was not sent: ${target.url.hostname} is not this machine. To allow it, add it to gateway.callbacks in switchyard.yaml.`
      return { code: 'callback-not-allowed', text }
    }
    if (ready.length + timers.size < limits.MAX_WAITING) return null
    return { code: 'callback-dropped', text: `It was not sent: ${limits.MAX_WAITING} wait already.` }
  }

  function wait(job: Job, delayMs: number): void {
    const begin = () => {
      ready.push(job)
      sendNext()
    }
    if (delayMs <= 0) {
      begin()
      return
    }
    const timer = setTimeout(() => {
      timers.delete(timer)
      begin()
    }, delayMs)
    timers.add(timer)
  }

  function sendNext(): void {
    while (flying < limits.MAX_AT_ONCE) {
      const job = ready.shift()
      if (job === undefined) return
      try {
        const flight = callbacks.fire(job.cause, job.planned, job.url, NO_WISH)
        flying++
        void flight.ended.then(() => {
          flying--
          if (!closed) sendNext()
        })
      } catch (thrown) {
        const code = thrown instanceof Refusal ? (thrown.problem.code as ErrorCode) : 'mock-failed'
        refuse(job.cause, job.planned, job.url, code, (thrown as Error).message)
      }
    }
  }

  function refuse({ id, route }: Job['cause'], { operation }: PlannedCallback, url: URL | null, code: ErrorCode, text: string): void {
    logUnsent(
      context,
      { operation, document: route.service.document, service: route.service.name, route: route.id, of: id },
      url,
      code,
      text,
    )
  }

  return {
    due(exchange, record) {
      try {
        due(exchange, record)
      } catch (thrown) {
        console.error(thrown)
      }
    },
    close() {
      closed = true
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      ready.length = 0
    },
  }
}

/** From the exchange itself, in which nothing is masked. */
function capturedFrom({ request, query, responseHeaders }: Exchange, record: ExchangeRecord, router: Router): CapturedExchange {
  const match = router.find(record.method, record.path)
  const { requestBody, responseBody } = record
  return {
    url: `${record.scheme}://${record.host}${record.path}${query === '' ? '' : `?${query}`}`,
    method: record.method,
    status: record.status,
    query,
    pathParameters: match.kind === 'found' ? match.parameters : {},
    request: { headers: request.rawHeaders, data: requestBody.data, truncated: requestBody.truncated },
    response: { headers: responseHeaders ?? [], data: responseBody.data, truncated: responseBody.truncated },
  }
}
