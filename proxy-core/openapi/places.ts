import { type PlaceVisitor, scanJson } from './json-text.ts'
import { escapeToken } from './pointer.ts'
import type { SourceFile } from './source-file.ts'

/** Offsets in a text, by what was asked for. */
export interface Places {
  pointers: Map<string, number>
  references: Map<string, number[]>
}

const MAX_PLACES_OF_A_REFERENCE = 20

/**
 * Where keys and items stand, by pointer, and where references with a given value stand. Positions are not kept while
 * reading: a document without faults never pays for them.
 */
export async function findPlaces(
  file: Pick<SourceFile, 'format'>,
  text: string,
  pointers: ReadonlySet<string>,
  references: ReadonlySet<string>,
): Promise<Places> {
  const places: Places = { pointers: new Map(), references: new Map() }
  const track = pointerTracker()
  const visit: PlaceVisitor = (tokens, offset, value) => {
    if (pointers.size > 0) {
      const pointer = track(tokens)
      if (pointers.has(pointer) && !places.pointers.has(pointer)) places.pointers.set(pointer, offset)
    }
    if (value === null || !references.has(value) || (tokens.at(-1) !== '$ref' && tokens.at(-2) !== 'mapping')) return
    const known = places.references.get(value) ?? []
    if (known.length < MAX_PLACES_OF_A_REFERENCE) places.references.set(value, [...known, offset])
  }
  if (file.format === 'json') scanJson(text, visit)
  else (await import('./yaml-text.ts')).scanYaml(text, visit)
  return places
}

/** Pointers of a walk in order: each is made from that of its parent. */
function pointerTracker(): (tokens: readonly string[]) => string {
  const parents = ['']
  return (tokens) => {
    const pointer = `${parents[tokens.length - 1]}/${escapeToken(tokens.at(-1) ?? '')}`
    parents[tokens.length] = pointer
    return pointer
  }
}
