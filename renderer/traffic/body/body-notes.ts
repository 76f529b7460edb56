import { essence } from '../../../proxy-core/model/headers.ts'
import { sizeText } from '../../ui/quantities.ts'
import { capText } from '../format.ts'
import type { LoadedBody } from './use-body.ts'

/** What is to be said of a body beside it: its type and its sizes. */
export function bodyFacts({ decoded, contentType }: LoadedBody, wireBytes: number): string[] {
  const facts = [essence(contentType) ?? 'no type given', sizeText(decoded.kind === 'decoded' ? decoded.bytes.byteLength : wireBytes)]
  if (decoded.kind === 'decoded') facts.push(`${decoded.coding} ${sizeText(wireBytes)} on the wire`)
  return facts
}

/** What keeps the body from being seen whole, as sentences. */
export function bodyLimits({ captured, decoded }: LoadedBody, body: { bytes: number; truncated: boolean; masked: boolean }): string[] {
  const said: string[] = []
  if (body.truncated) said.push(`Cut at capture: the first ${capText(captured.byteLength)} of ${sizeText(body.bytes)} were kept.`)
  if (decoded.kind === 'undecodable') said.push(`The page can't decode ${decoded.coding}; these are the bytes of the wire.`)
  if (decoded.kind === 'decoded' && decoded.stopped === 'size')
    said.push(`Shown up to ${capText(decoded.bytes.byteLength)}; the decoded body goes on.`)
  if (decoded.kind === 'decoded' && decoded.stopped === 'ratio')
    said.push(`Shown up to ${sizeText(decoded.bytes.byteLength)}: it grows over a hundredfold when decoded.`)
  if (decoded.kind === 'decoded' && decoded.stopped === 'input' && !body.truncated)
    said.push(`The ${decoded.coding} data is broken; this is what came before.`)
  if (body.masked) said.push('Secrets in it were masked at capture.')
  return said
}
