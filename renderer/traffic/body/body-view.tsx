import { useMemo } from 'react'
import { inert } from '../inert.ts'
import type { BodyViewName } from './body-kind.ts'
import { fieldsNode } from './form-fields.ts'
import { HexLines } from './hex-lines.tsx'
import { ImagePreview } from './image-preview.tsx'
import { prettyLines } from './json-lines.ts'
import { type JsonReading, readJson } from './json-nodes.ts'
import { JsonTree } from './json-tree.tsx'
import { isWide, TextLines } from './text-lines.tsx'
import type { LoadedBody } from './use-body.ts'

/** A body in one of its views. */
export function BodyView({ body, view, label }: { body: LoadedBody; view: BodyViewName; label: string }) {
  const text = body.kind.text ?? ''
  if (view === 'hex') return <HexLines data={body.decoded.bytes} label={label} />
  if (view === 'preview') return <ImagePreview data={body.decoded.bytes} type={body.contentType ?? ''} label={label} />
  if (view === 'raw') return <RawText text={text} label={label} />
  return <Structured text={text} form={body.kind.form} view={view} label={label} />
}

function RawText({ text, label }: { text: string; label: string }) {
  const lines = useMemo(
    () => text.split(/\r\n|\n|\r/).map((line) => [{ text: inert(line.replaceAll('\t', '  ')), tone: 'plain' as const }]),
    [text],
  )
  return <TextLines lines={lines} wide={isWide(text)} label={label} />
}

function Structured({ text, form, view, label }: { text: string; form: 'json' | 'fields' | null; view: 'tree' | 'pretty'; label: string }) {
  const reading = useMemo(
    (): JsonReading => (form === 'fields' ? { root: fieldsNode(text), brokenAt: null } : readJson(text)),
    [text, form],
  )
  const lines = useMemo(() => (view === 'pretty' && reading.root ? prettyLines(reading.root) : []), [view, reading])
  const { root, brokenAt } = reading
  return (
    <>
      {root &&
        (view === 'tree' ? (
          <JsonTree key={text.length} root={root} label={label} />
        ) : (
          <TextLines lines={lines} wide={isWide(text)} label={label} />
        ))}
      {brokenAt !== null && <p className="px-3 py-1.5 text-data text-status-4xx">{brokenWords(text, brokenAt)}</p>}
    </>
  )
}

function brokenWords(text: string, at: number): string {
  const before = text.slice(0, at).split('\n')
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
  return text.slice(at).trim() === ''
    ? `The JSON ends too early, at ${place}.`
    : `No valid JSON from ${place} on; the raw view has all of it.`
}
