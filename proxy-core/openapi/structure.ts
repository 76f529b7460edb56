import { BaseResolver, createConfig, lintDocument, type NormalizedProblem, Source } from '@redocly/openapi-core'
import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'
import { createFaults } from './faults.ts'
import { isObject, type JsonObject } from './json.ts'
import { parseSource, type SourceFile } from './source-file.ts'

/** What is checked: the files of a document as they were read, the root first. */
export type SourceText = Pick<SourceFile, 'name' | 'place' | 'bytes' | 'values'>

/**
 * Holds the files against the specification's own structure. References are followed only to files that were read;
 * those that lead nowhere have been named while reading.
 * @param known what was found while reading: nothing is said twice of one place
 */
export async function diagnoseStructure(
  sources: readonly SourceText[],
  limits: ImportLimits,
  known: readonly Diagnostic[],
): Promise<Diagnostic[]> {
  const [first] = sources
  const values = sources.reduce((sum, source) => sum + source.values, 0)
  // its memory grows with the values: docs/decisions/0003-structure-up-to-a-size.md
  if (first === undefined || values > limits.MAX_CHECKED_VALUES) return []
  const files = new Map<string, SourceFile>()
  for (const { name, place, bytes } of sources) files.set(place, await parseSource(name, place, bytes, limits))
  const root = files.get(first.place)
  if (root === undefined || !isObject(root.tree)) return []
  root.tree = withPlainVersion(root.tree)

  const resolver = new ReadFiles(files)
  const config = await createConfig({ rules: { struct: 'error' } })
  const faults = createFaults()
  const problems = await lintDocument({ document: resolver.opened(root), externalRefResolver: resolver, config }).catch(
    (error: unknown) => {
      // it gives up on some circles of references
      const message = `the structure was not checked: ${error instanceof Error ? error.message : String(error)}`
      faults.add({ severity: 'warning', code: 'structure-unchecked', message, file: root, at: { kind: 'offset', offset: 0 } })
      return []
    },
  )
  for (const problem of problems) {
    const [location] = problem.location
    const file = location === undefined ? undefined : files.get(location.source.absoluteRef)
    if (file === undefined || location?.pointer === undefined) continue
    faults.add({
      severity: problem.severity === 'error' ? 'error' : 'warning',
      code: 'structure',
      message: sentence(problem),
      file,
      at: { kind: 'pointer', pointer: location.pointer.replace(/^#\/?/, '/').replace(/^\/$/, '') },
    })
  }
  const placeOf = ({ file, line, column }: Diagnostic) => `${file}:${line}:${column}`
  const taken = new Set(known.map(placeOf))
  return (await faults.diagnostics()).filter((diagnostic) => !taken.has(placeOf(diagnostic)))
}

/** Serves what was read, and nothing else: no disk, no network. */
class ReadFiles extends BaseResolver {
  readonly #files: ReadonlyMap<string, SourceFile>
  constructor(files: ReadonlyMap<string, SourceFile>) {
    super()
    this.#files = files
  }
  /** The text is left out: nothing but the parsed tree is looked at. */
  opened(file: SourceFile) {
    return { source: new Source(file.place, ''), parsed: file.tree }
  }
  override async loadExternalRef(place: string): Promise<Source> {
    if (!this.#files.has(place)) throw new Error(`${place} was not read`)
    return new Source(place, '')
  }
  override parseDocument(source: Source) {
    return { source, parsed: this.#files.get(source.absoluteRef)?.tree }
  }
}

/** The checker wants `3.1.0` where `3.1` is meant, and text where YAML read a number. */
function withPlainVersion(root: JsonObject): JsonObject {
  if (root.swagger !== undefined) return { ...root, swagger: '2.0' }
  return {
    ...root,
    openapi: String(root.openapi)
      .replace(/^(\d)$/, '$1.0')
      .replace(/^(\d\.\d)(?!\.)/, '$1.0'),
  }
}

function sentence({ message, suggest }: NormalizedProblem): string {
  const text = message.trim().replace(/\.$/, '').replaceAll('`', '"')
  return suggest.length === 0 ? text : `${text}; did you mean ${suggest[0]}?`
}
