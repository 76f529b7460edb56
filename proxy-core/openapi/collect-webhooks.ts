import { complete, pathItem } from './collect-operations.ts'
import type { ApiWebhook } from './document.ts'
import type { Faults } from './faults.ts'
import { type JsonObject, memberObject, memberText } from './json.ts'
import type { Library } from './library.ts'
import { escapeToken } from './pointer.ts'
import type { Survey } from './survey.ts'
import { methods } from './vocabulary.ts'

/** A webhook as it is listed, and its operation with all that it inherits. */
interface CollectedWebhook {
  operation: ApiWebhook
  value: JsonObject
}

/** The webhooks that can be fired, in the order of the document; those that can't be are named. */
export function collectWebhooks(library: Library, survey: Survey, faults: Faults): CollectedWebhook[] {
  const root = library.root.tree as JsonObject
  const collected: CollectedWebhook[] = []
  for (const [name, value] of Object.entries(memberObject(root, 'webhooks'))) {
    const item = name.startsWith('x-') ? undefined : pathItem(value, survey)
    for (const method of Object.keys(item ?? {}).filter((key) => methods.includes(key))) {
      const pointer = `/webhooks/${escapeToken(name)}/${method}`
      const own = survey.follow(item?.[method])
      if (item === undefined || own === undefined) {
        const message = `${method.toUpperCase()} of the webhook ${name} is not an operation; it is left out`
        faults.add({ severity: 'error', code: 'operation-left-out', message, file: library.root, at: { kind: 'pointer', pointer } })
        continue
      }
      const summary = memberText(own, 'summary') ?? memberText(item, 'summary')
      const operation = { name, method: method.toUpperCase(), summary, ref: `#${pointer}` }
      collected.push({ operation, value: complete(own, item, root, survey) })
    }
  }
  return collected
}
