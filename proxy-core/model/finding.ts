import { z } from 'zod'

/** One way in which a request or response breaks the contract, in Prism's form. */
export const finding = z.object({
  location: z.array(z.string()),
  severity: z.enum(['Error', 'Warning']),
  code: z.string(),
  message: z.string(),
})
export type Finding = z.infer<typeof finding>

/** Something wrong in a file that a person wrote. Lines and columns count from 1; null where none is known. */
export const diagnostic = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  file: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
})
export type Diagnostic = z.infer<typeof diagnostic>

/** `file:line:column: message`, the form that editors and terminals turn into links. */
export function diagnosticText(d: Diagnostic): string {
  const place = d.line === null ? d.file : `${d.file}:${d.line}${d.column === null ? '' : `:${d.column}`}`
  return `${place}: ${d.message}`
}
