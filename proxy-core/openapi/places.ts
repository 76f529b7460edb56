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
  const track = pointerTracker(pointers)
  const visit: PlaceVisitor = (tokens, offset, value) => {
    if (pointers.size > 0) {
      const pointer = track(tokens)
      if (pointer !== null && !places.pointers.has(pointer)) places.pointers.set(pointer, offset)
    }
    if (value === null || !references.has(value) || (tokens.at(-1) !== '$ref' && tokens.at(-2) !== 'mapping')) return
    const known = places.references.get(value) ?? []
    if (known.length < MAX_PLACES_OF_A_REFERENCE) places.references.set(value, [...known, offset])
  }
  if (file.format === 'json') scanJson(text, visit)
  else (await import('./yaml-text.ts')).scanYaml(text, visit)
  return places
}

/**
 * Which of the pointers that are looked for a place has, in a walk in order. Each pointer's parents are looked for too, so
 * that below others nothing is: a large document would leave hundreds of megabytes of texts behind.
 */
function pointerTracker(wanted: ReadonlySet<string>): (tokens: readonly string[]) => string | null {
  const parents: (string | null)[] = ['']
  return (tokens) => {
    const parent = parents[tokens.length - 1] ?? null
    const pointer = tokens.length > 1 && parent === null ? null : `${parent ?? ''}/${escapeToken(tokens.at(-1) ?? '')}`
    const found = pointer !== null && wanted.has(pointer) ? pointer : null
    parents[tokens.length] = found
    return found
  }
}
