import type { NormalizedProblem } from '@redocly/openapi-core'
import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'
import { createFaults, type Faults } from './faults.ts'
import { isObject, type JsonObject } from './json.ts'
import { tokensOf } from './pointer.ts'
import { parseSource, type SourceFile } from './source-file.ts'

/** What is checked: the files of a document as they were read, the root first. */
export type SourceText = Pick<SourceFile, 'name' | 'place' | 'format' | 'bytes' | 'values'>

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
  // its memory grows with the values: docs/decisions/structure-up-to-a-size.md
  if (first === undefined || values > limits.MAX_CHECKED_VALUES) return []
  const files = new Map<string, SourceFile>()
  for (const { name, place, bytes } of sources) files.set(place, await parseSource(name, place, bytes, limits))
  const root = files.get(first.place)
  if (root === undefined || !isObject(root.tree)) return []
  root.tree = withPlainVersion(root.tree)

  const faults = createFaults()
  try {
    const problems = await findProblems(root, files)
    for (const problem of problems) if (!isFileOfTwo(problem, root)) addProblem(problem, files, faults)
  } catch (error) {
    // it gives up on some circles of references
    const message = `the structure was not checked: ${error instanceof Error ? error.message : String(error)}`
    faults.add({ severity: 'warning', code: 'structure-unchecked', message, file: root, at: { kind: 'offset', offset: 0 } })
  }
  const placeOf = ({ file, line, column }: Diagnostic) => `${file}:${line}:${column}`
  const taken = new Set(known.map(placeOf))
  return (await faults.diagnostics()).filter((diagnostic) => !taken.has(placeOf(diagnostic)))
}

/** The checker is given what was read, and nothing else: no disk, no network. */
async function findProblems(root: SourceFile, files: ReadonlyMap<string, SourceFile>): Promise<NormalizedProblem[]> {
  // loading it takes 250 ms and 40 MB
  const { BaseResolver, createConfig, lintDocument, Source } = await import('@redocly/openapi-core')
  // the text is left out: nothing but the parsed tree is looked at
  const opened = (place: string) => ({ source: new Source(place, ''), parsed: files.get(place)?.tree })
  const resolver = Object.assign(new BaseResolver(), {
    async loadExternalRef(place: string) {
      if (!files.has(place)) throw new Error(`${place} was not read`)
      return new Source(place, '')
    },
    parseDocument: ({ absoluteRef }: { absoluteRef: string }) => opened(absoluteRef),
  })
  const config = await createConfig({ rules: { struct: 'error' } })
  return lintDocument({ document: opened(root.place), externalRefResolver: resolver, config })
}

function addProblem(problem: NormalizedProblem, files: ReadonlyMap<string, SourceFile>, faults: Faults): void {
  const [location] = problem.location
  const file = location === undefined ? undefined : files.get(location.source.absoluteRef)
  if (file === undefined || location?.pointer === undefined) return
  faults.add({
    severity: problem.severity === 'error' ? 'error' : 'warning',
    code: 'structure',
    message: sentence(problem),
    file,
    at: { kind: 'pointer', pointer: location.pointer.replace(/^#\/?/, '/').replace(/^\/$/, '') },
  })
}

/** The download of 2.0, `type: file` in a response; the checker knows that type of parameters only. */
function isFileOfTwo({ location: [location] }: NormalizedProblem, { tree }: SourceFile): boolean {
  const tokens = tokensOf((location?.pointer ?? '').replace(/^#/, ''))
  const [responses, , schema, type] = tokens.slice(-4)
  if (!isObject(tree) || tree.swagger === undefined || responses !== 'responses' || schema !== 'schema' || type !== 'type') return false
  let value: unknown = tree
  for (const token of tokens) value = isObject(value) ? value[token] : undefined
  return value === 'file'
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
