import { member, memberObject } from './json.ts'
import type { Library } from './library.ts'
import type { Pieces } from './pieces.ts'
import { escapeToken, tokensOf } from './pointer.ts'
import type { Survey } from './survey.ts'
import { Unservable } from './unservable.ts'
import { childrenOf } from './vocabulary.ts'

/** An operation or a webhook that becomes a piece of its own. */
interface Cut {
  operation: { ref: string }
  value: unknown
}

/** Serialises what can be asked for: each operation, each component, and each target of a reference that lies in none of them. */
export function cutDocument(library: Library, operations: readonly Cut[], survey: Survey): Pieces {
  const values = new Map<string, unknown>()
  for (const { operation, value } of operations) values.set(operation.ref, value)
  const components = memberObject(library.root.tree, 'components')
  for (const field in childrenOf.components) {
    for (const [name, value] of Object.entries(memberObject(components, field)))
      values.set(`#/components/${field}/${escapeToken(name)}`, value)
  }
  // how the document wants its values made
  const habits = member(library.root.tree, 'x-json-schema-faker')
  if (habits !== undefined) values.set('#/x-json-schema-faker', habits)
  const targets = [...survey.targets.values()].filter(({ ref }) => !values.has(ref)).sort((a, b) => a.ref.length - b.ref.length)
  for (const { ref, value } of targets) if (inside(values, ref) !== value) values.set(ref, value)
  return write(values, library.root.place)
}

/** What `openPieces` would find without a piece of its own. */
function inside(values: Map<string, unknown>, ref: string): unknown {
  for (let end = ref.lastIndexOf('/'); end > 0; end = ref.lastIndexOf('/', end - 1)) {
    const outer = ref.slice(0, end)
    if (!values.has(outer)) continue
    let value = values.get(outer)
    for (const token of tokensOf(ref.slice(end))) value = member(value, token)
    return value
  }
  return undefined
}

/** The buffer grows in place: no copies while it does, and nothing left of them in the allocator afterwards. Pages behind the end are never touched. */
function write(values: Map<string, unknown>, place: string): Pieces {
  const buffer = new SharedArrayBuffer(STEP_BYTES, { maxByteLength: MAX_PIECES_BYTES })
  let bytes = Buffer.from(buffer)
  const ends = new Uint32Array(values.size)
  let end = 0
  let number = 0
  for (const value of values.values()) {
    const text = JSON.stringify(value)
    const most = end + text.length * 3
    if (most > MAX_PIECES_BYTES) {
      throw new Unservable(
        'document-too-complex',
        `${place} comes to more than ${MAX_PIECES_BYTES / 1024 / 1024} MiB of JSON when its aliases are written out.`,
      )
    }
    if (most > bytes.length) {
      buffer.grow(Math.min(MAX_PIECES_BYTES, most + STEP_BYTES))
      bytes = Buffer.from(buffer)
    }
    end += bytes.write(text, end)
    ends[number++] = end
  }
  return { buffer, refs: [...values.keys()], ends }
}

const STEP_BYTES = 1024 * 1024
const MAX_PIECES_BYTES = 256 * 1024 * 1024
