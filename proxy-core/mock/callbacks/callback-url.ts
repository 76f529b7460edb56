import type { CapturedExchange } from './captured-exchange.ts'
import { evaluate } from './runtime-expression.ts'

/** Where a callback goes, or why that can't be said: a clause without its full stop. */
export type CallbackUrl = { kind: 'url'; url: string } | { kind: 'missing'; reason: string }

/** Of a secret that was masked at capture, in a header and in a query. */
const MASKED = /\[masked[ +]length=\d+/

/** Evaluates a callback's URL: an expression, or text with expressions in braces. */
export function callbackUrl(template: string, exchange: CapturedExchange): CallbackUrl {
  if (template.startsWith('$')) return callbackUrl(`{${template}}`, exchange)
  let url = ''
  let end = 0
  for (const { 0: braces, 1: expression = '', index } of template.matchAll(/\{([^{}]*)\}/g)) {
    url += template.slice(end, index)
    end = index + braces.length
    const evaluated = evaluate(expression, exchange)
    if ('missing' in evaluated) return { kind: 'missing', reason: evaluated.missing }
    const { value } = evaluated
    if (typeof value === 'object') return { kind: 'missing', reason: `${expression} is no text` }
    if (MASKED.test(String(value))) return { kind: 'missing', reason: `${expression} was masked when it was captured` }
    url += fitting(String(value), url)
  }
  url += template.slice(end)
  return { kind: 'url', url }
}

/** What stands at the beginning is a URL itself; further on a value must not become more than a part of the path or query. */
function fitting(value: string, before: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*[/?#]/i.test(before)) return value
  const wellFormed = value.toWellFormed()
  if (/[?#]/.test(before)) return encodeURIComponent(wellFormed)
  return encodeURI(wellFormed).replace(/[?#]/g, encodeURIComponent)
}
