import type { Diagnostic } from '../model/finding.ts'
import { lineColumns } from './line-column.ts'
import { findPlaces } from './places.ts'
import type { SourceFile } from './source-file.ts'
import { textOf } from './source-text.ts'

/** A fault whose line and column are looked up at the end, in one pass over its file. */
export interface Fault {
  severity: 'error' | 'warning'
  code: string
  /** A clause without its full stop. */
  message: string
  file: Pick<SourceFile, 'place' | 'format' | 'bytes'>
  at: FaultPlace
}

/**
 * A key or item by its pointer in the file, or by the closest of several that it may have; every `$ref` with this value, as
 * written; a position.
 */
export type FaultPlace =
  | { kind: 'pointer'; pointer: string; or?: readonly string[] }
  | { kind: 'reference'; value: string }
  | { kind: 'offset'; offset: number }

export interface Faults {
  add(fault: Fault): void
  diagnostics(): Promise<Diagnostic[]>
}

const MAX_FAULTS = 1_000

export function createFaults(): Faults {
  const byFile = new Map<Fault['file'], Map<string, Fault>>()
  let count = 0
  return {
    add(fault) {
      const ofFile = byFile.get(fault.file) ?? new Map<string, Fault>()
      byFile.set(fault.file, ofFile)
      const key = JSON.stringify([fault.at, fault.message])
      if (ofFile.has(key) || count >= MAX_FAULTS) return
      ofFile.set(key, fault)
      count++
    },
    async diagnostics() {
      const all: Diagnostic[] = []
      for (const [file, faults] of byFile) all.push(...(await place(file, [...faults.values()])))
      return all
    },
  }
}

async function place(file: Fault['file'], faults: Fault[]): Promise<Diagnostic[]> {
  const pointers = new Set(faults.flatMap(({ at }) => (at.kind === 'pointer' ? pointersOf(at) : [])))
  const references = new Set(faults.flatMap(({ at }) => (at.kind === 'reference' ? at.value : [])))
  const text = textOf(file.bytes)
  const found = pointers.size + references.size > 0 ? await findPlaces(file, text, pointers, references) : null
  const lineColumn = lineColumns(text)
  return faults
    .flatMap((fault) => {
      const offsets = offsetsOf(fault.at, found)
      return (offsets.length > 0 ? offsets : [null]).map((offset) => diagnosticOf(fault, offset === null ? null : lineColumn(offset)))
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}

function offsetsOf(at: FaultPlace, found: Awaited<ReturnType<typeof findPlaces>> | null): readonly number[] {
  if (at.kind === 'offset') return [at.offset]
  if (at.kind === 'reference') return found?.references.get(at.value) ?? []
  for (const pointer of pointersOf(at)) {
    const offset = found?.pointers.get(pointer)
    if (offset !== undefined) return [offset]
  }
  return []
}

/** The deepest first. */
function pointersOf({ pointer, or = [] }: FaultPlace & { kind: 'pointer' }): string[] {
  if (or.length === 0) return withAncestors(pointer)
  const all = [pointer, ...or].flatMap(withAncestors)
  const depth = (one: string) => one.split('/').length
  return all.sort((one, other) => depth(other) - depth(one))
}

/** What has no place of its own, such as a missing key or what an alias brings, is where its parent is. */
function withAncestors(pointer: string): string[] {
  const all: string[] = []
  for (let current = pointer; current !== ''; current = current.slice(0, current.lastIndexOf('/'))) all.push(current)
  return all
}

function diagnosticOf({ severity, code, message, file }: Fault, at: { line: number; column: number } | null): Diagnostic {
  return { severity, code, message, file: file.place, line: at?.line ?? null, column: at?.column ?? null }
}
