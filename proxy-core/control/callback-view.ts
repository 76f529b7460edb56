import type { RouteCallback, Webhook } from '../model/callback.ts'
import { type ApiDocument, type MediaTypeObject, resolve } from '../openapi/document.ts'
import type { OutgoingOperation } from '../openapi/outgoing.ts'

/** A webhook as the control API shows it. */
export function viewWebhook(document: ApiDocument, { name, method, summary, node }: OutgoingOperation): Webhook {
  const content = resolve<{ content?: Record<string, MediaTypeObject> }>(document, node.requestBody as object | undefined)?.content ?? {}
  const media = Object.values(content).map((each) => resolve<MediaTypeObject>(document, each))
  return {
    name,
    method,
    summary,
    contentTypes: Object.keys(content),
    examples: [...new Set(media.flatMap((each) => Object.keys(each?.examples ?? {})))],
    statuses: Object.keys(node.responses ?? {}),
  }
}

export function viewCallback(document: ApiDocument, callback: OutgoingOperation): RouteCallback {
  return { ...viewWebhook(document, callback), expression: callback.url ?? '' }
}
