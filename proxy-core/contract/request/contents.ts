import { type ApiDocument, type MediaTypeObject, refOf, resolve } from '../../openapi/document.ts'
import { type MediaType, mediaTypeMatches, parseMediaType } from '../media-type.ts'
import type { Direction } from '../schema-pieces.ts'
import { type ContentReader, compileContent } from './content.ts'

/** One media type that a body may come in, and how it is read. */
export interface Content {
  mediaType: MediaType
  reader: ContentReader
}

/** What stands under `content`, as far as it can be read. `at` is the place of its holder. */
export function contentsOf(document: ApiDocument, content: Record<string, unknown>, at: string, direction: Direction): Content[] {
  return Object.entries(content).flatMap(([text, value]) => {
    const mediaType = parseMediaType(text)
    const media = resolve<MediaTypeObject>(document, value as MediaTypeObject)
    if (mediaType === null || typeof media !== 'object' || media === null) return []
    const place = refOf(value) ?? `${at}/content/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return { mediaType, reader: compileContent(document, mediaType, media, place, direction) }
  })
}

/** The closest that is declared: with its parameters, the type, a range. */
export function closestContent(contents: readonly Content[], contentType: string): Content | undefined {
  const given = parseMediaType(contentType)
  if (given === null) return undefined
  let best: Content | undefined
  let closest = -1
  for (const content of contents) {
    const closeness = closenessOf(given, content.mediaType)
    if (closeness > closest) {
      best = content
      closest = closeness
    }
  }
  return best
}

function closenessOf(given: MediaType, declared: MediaType): number {
  if (!mediaTypeMatches(given, declared)) return -1
  if (declared.type === '*') return 0
  if (declared.subtype.includes('*')) return declared.subtype === '*' ? 1 : 2
  return [...declared.parameters].every(([name, value]) => given.parameters.get(name) === value) ? 4 + declared.parameters.size : 3
}
