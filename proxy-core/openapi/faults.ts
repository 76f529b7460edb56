import type { Diagnostic } from '../model/finding.ts'
import type { SourceFile } from './source-file.ts'

/** A fault whose line and column are looked up at the end, in one pass over the file. */
export interface Fault {
  severity: 'error' | 'warning'
  code: string
  message: string
  file: SourceFile
  at: FaultPlace
}

/** A key or item by its tokens from the root of the file; every `$ref` with this value, as written; or the file as a whole. */
export type FaultPlace = { kind: 'path'; tokens: readonly string[] } | { kind: 'reference'; value: string } | { kind: 'file' }

export interface Faults {
  add(fault: Fault): void
  diagnostics(): Diagnostic[]
}
