import { familyOf, type MediaType, parseMediaType } from '../../contract/media-type.ts'

interface Range extends MediaType {
  quality: number
  order: number
}

/** What `Accept` makes of the media types on offer. */
export interface Acceptance {
  /** Number of the chosen one; null when none is acceptable. */
  chosen: number | null
  /** Written out by the client, or null: what to call a range that is chosen. */
  named: string | null
  /** Another JSON type was asked for. */
  standsIn: boolean
  /** Numbers of those that the client doesn't take. */
  refused: { number: number; why: 'not named' | 'q=0' }[]
}

/**
 * RFC 9110, 12.5.1: the highest quality, then the closest match, then the client's order, then the document's. JSON types
 * stand for each other where nothing closer is offered: clients of an API that is versioned by media type ask for
 * `application/vnd.x.v3+json` where its document says `application/json`.
 * @param accept the header's value; undefined when there is none: JSON, else what the document has first
 */
export function chooseMediaType(offered: readonly MediaType[], accept: string | undefined): Acceptance {
  if (accept === undefined) return { chosen: usualMediaType(offered), named: null, standsIn: false, refused: [] }
  const ranges = parseAccept(accept)
  let best: Candidate | null = null
  const refused: Acceptance['refused'] = []
  for (const [number, mediaType] of offered.entries()) {
    const match = closest(ranges, mediaType)
    if (match === null || match.range.quality === 0) {
      refused.push({ number, why: match === null ? 'not named' : 'q=0' })
      continue
    }
    const candidate = { number, ...match }
    if (best === null || isBetter(candidate, best)) best = candidate
  }
  if (best === null) return { chosen: null, named: null, standsIn: false, refused }
  const { range, number, closeness } = best
  const named = range.type === '*' || range.subtype.includes('*') ? null : `${range.type}/${range.subtype}`
  return { chosen: number, named, standsIn: closeness === ANOTHER_JSON, refused }
}

function usualMediaType(offered: readonly MediaType[]): number | null {
  const json = offered.findIndex(({ type, subtype }) => type === 'application' && subtype === 'json')
  return json >= 0 ? json : offered.length === 0 ? null : 0
}

const anything: Range = { text: '*/*', type: '*', subtype: '*', parameters: new Map(), quality: 1, order: 0 }

interface Candidate {
  number: number
  range: Range
  closeness: number
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.range.quality !== other.range.quality) return one.range.quality > other.range.quality
  if (one.closeness !== other.closeness) return one.closeness > other.closeness
  return one.range.order < other.range.order
}

function parseAccept(accept: string): Range[] {
  const ranges: Range[] = []
  for (const [order, text] of accept.split(',').entries()) {
    const parsed = parseMediaType(text.trim() === '*' ? '*/*' : text)
    if (parsed === null) continue
    const weight = /;\s*q\s*=\s*([\d.]+)/i.exec(text)
    const quality = weight === null ? 1 : Number(weight[1])
    ranges.push({ ...parsed, order, quality: Number.isFinite(quality) ? Math.min(1, quality) : 0 })
  }
  return ranges.length === 0 ? [anything] : ranges
}

/** The range that says most about a media type. */
function closest(ranges: readonly Range[], mediaType: MediaType): { range: Range; closeness: number } | null {
  let found: { range: Range; closeness: number } | null = null
  for (const range of ranges) {
    const closeness = closenessOf(range, mediaType)
    if (closeness > 0 && (found === null || closeness > found.closeness)) found = { range, closeness }
  }
  return found
}

const ANOTHER_JSON = 2

/** 0 no match, 1 any type, 2 another JSON type, 3 any subtype, 4 any of the suffix, 5 the type, 6 with its parameters. */
function closenessOf(range: Range, offered: MediaType): number {
  if (range.type === '*' && range.subtype === '*') return 1
  if (offered.type === '*') return 5
  if (range.type !== offered.type) return 0
  if (range.subtype === '*') return 3
  if (offered.subtype === '*') return 5
  if (range.subtype === offered.subtype) return parameterCloseness(range, offered)
  if (range.subtype.startsWith('*+') && offered.subtype.endsWith(range.subtype.slice(1))) return 4
  const bothJson = isJson(range) && isJson(offered)
  return bothJson && (range.subtype === 'json' || offered.subtype === 'json') ? ANOTHER_JSON : 0
}

function parameterCloseness(range: Range, offered: MediaType): number {
  if (range.parameters.size === 0) return 5
  let same = 0
  for (const [name, value] of range.parameters) {
    const other = offered.parameters.get(name)
    if (other !== undefined && other !== value) return 0
    if (other === value) same++
  }
  return same > 0 ? 6 : 5
}

function isJson(mediaType: MediaType): boolean {
  return familyOf(mediaType) === 'json' && !mediaType.subtype.endsWith('yaml')
}
