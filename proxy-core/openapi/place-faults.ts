import type { Diagnostic } from '../model/finding.ts'
import { createFaults } from './faults.ts'
import type { SourceText } from './structure.ts'
import { writtenPlaces } from './swagger-two.ts'

/** What is wrong at a place of the document as it is served. */
export interface PlacelessFault {
  severity: Diagnostic['severity']
  code: string
  /** A clause without its full stop. */
  message: string
  /** Canonical reference. */
  at: string
}

/** Finds file, line and column of places that canonical references name. What was put together while reading is where it came from. */
export async function placeFaults(
  sources: readonly SourceText[],
  specVersion: string,
  placeless: readonly PlacelessFault[],
): Promise<Diagnostic[]> {
  const files = new Map(sources.map((source) => [source.name, source]))
  const faults = createFaults()
  for (const { at, ...fault } of placeless) {
    const hash = at.indexOf('#')
    const file = files.get(at.slice(0, hash))
    if (file === undefined) continue
    const pointer = at.slice(hash + 1)
    faults.add({ ...fault, file, at: { kind: 'pointer', pointer, or: otherPlaces(pointer, specVersion) } })
  }
  return faults.diagnostics()
}

/** A list of examples in a schema may have been a single one, and in 2.0 much lay elsewhere. */
function otherPlaces(pointer: string, specVersion: string): string[] {
  const written = specVersion.startsWith('2') ? writtenPlaces(pointer) : [pointer]
  const single = written.flatMap((place) => {
    const number = place.lastIndexOf('/examples/0')
    return number < 0 ? [] : `${place.slice(0, number)}/example${place.slice(number + '/examples/0'.length)}`
  })
  return [...written, ...single].filter((place) => place !== pointer)
}
