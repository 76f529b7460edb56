import type { Diagnostic } from '../model/finding.ts'
import type { SourceFile } from './source-file.ts'

export type SourceText = Pick<SourceFile, 'place' | 'format' | 'bytes'>

export async function diagnoseStructure(_sources: readonly SourceText[]): Promise<Diagnostic[]> {
  return []
}
