import type { ErrorCode } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import type { ImportLimits } from '../model/limits.ts'

/**
 * Why there is nothing to serve. It becomes a `Refusal` outside of the thread, whose start so waits for no part of zod.
 */
export class Unservable extends Error {
  readonly code: ErrorCode
  readonly diagnostics: Diagnostic[]
  constructor(code: ErrorCode, detail: string, diagnostics: Diagnostic[] = []) {
    super(detail)
    this.code = code
    this.diagnostics = diagnostics
  }
}

/** One with a place: the detail names it for people, the diagnostic for tools. */
export function unservableAt(
  code: ErrorCode,
  message: string,
  file: string,
  { line, column }: { line: number; column: number },
): Unservable {
  const diagnostic: Diagnostic = { severity: 'error', code, message, file, line, column }
  return new Unservable(code, `${file}, line ${line}, column ${column}: ${message}${message.endsWith('?') ? '' : '.'}`, [diagnostic])
}

export function tooLarge(place: string, { MAX_DOCUMENT_BYTES }: ImportLimits): Unservable {
  const mebibytes = Math.floor(MAX_DOCUMENT_BYTES / 1024 / 1024)
  const size = mebibytes > 0 ? `${mebibytes} MiB` : `${MAX_DOCUMENT_BYTES} bytes`
  return new Unservable('document-too-large', `${place}, with what it refers to, is larger than ${size}; split it, or leave parts out.`)
}
