import {
  type ApiDocument,
  type ApiOperation,
  type ApiWebhook,
  type OperationObject,
  type ParameterObject,
  type Referenced,
  refOf,
  resolve,
} from './document.ts'
import { isObject, type JsonObject, memberText } from './json.ts'
import { escapeToken } from './pointer.ts'
import { methods } from './vocabulary.ts'

/** A request that the API sends: a callback of one of its operations, or a webhook. */
export interface OutgoingOperation {
  kind: 'callback' | 'webhook'
  name: string
  /** Upper case. */
  method: string
  /** Where it goes: a URL with runtime expressions; null for a webhook, of which the document says nothing. */
  url: string | null
  summary: string | null
  /** Canonical reference. */
  ref: string
  node: OperationObject
}

/** The callbacks of an operation in the order of the document. Reads nothing but the operation's piece and what that refers to. */
export function callbacksOf(document: ApiDocument, { ref }: Pick<ApiOperation, 'ref'>): OutgoingOperation[] {
  const operation = document.node(ref)
  const callbacks = isObject(operation) && isObject(operation.callbacks) ? operation.callbacks : {}
  return Object.entries(callbacks).flatMap(([name, written]) => {
    const at = refOf(written) ?? `${ref}/callbacks/${escapeToken(name)}`
    const callback = resolve<JsonObject>(document, written as Referenced<JsonObject>)
    if (!isObject(callback)) return []
    return Object.entries(callback).flatMap(([url, item]) => (url.startsWith('x-') ? [] : operationsOf(document, name, url, item, at)))
  })
}

function operationsOf(document: ApiDocument, name: string, url: string, written: unknown, callback: string): OutgoingOperation[] {
  const item = resolve<JsonObject>(document, written as Referenced<JsonObject>)
  if (!isObject(item)) return []
  const at = refOf(written) ?? `${callback}/${escapeToken(url)}`
  return Object.entries(item).flatMap(([method, value]): OutgoingOperation[] => {
    const own = methods.includes(method) ? resolve<JsonObject>(document, value as Referenced<JsonObject>) : undefined
    if (!isObject(own)) return []
    const node: OperationObject = {
      ...own,
      parameters: mergedParameters(document, own.parameters, item.parameters),
      responses: isObject(own.responses) ? (own.responses as OperationObject['responses']) : {},
    }
    const summary = memberText(own, 'summary') ?? memberText(item, 'summary')
    return [{ kind: 'callback', name, method: method.toUpperCase(), url, summary, ref: refOf(value) ?? `${at}/${method}`, node }]
  })
}

/** The operation's own, then those of its path that it does not override. */
function mergedParameters(document: ApiDocument, own: unknown, shared: unknown): Referenced<ParameterObject>[] {
  const merged = new Map<string, Referenced<ParameterObject>>()
  for (const written of [own, shared].flatMap((list) => (Array.isArray(list) ? list : []))) {
    const found = resolve<ParameterObject>(document, written)
    const key = `${found?.in} ${found?.name}`.toLowerCase()
    if (found !== undefined && !merged.has(key)) merged.set(key, written)
  }
  return [...merged.values()]
}

/** A webhook of the document with what it says of it. */
export function outgoingWebhook(document: ApiDocument, { name, method, summary, ref }: ApiWebhook): OutgoingOperation {
  return { kind: 'webhook', name, method, url: null, summary, ref, node: document.node(ref) as OperationObject }
}
