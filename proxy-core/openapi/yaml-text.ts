import {
  CORE_SCHEMA,
  EVENT_ID,
  getScalarValue,
  type LoadOptions,
  load,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml'
import type { ImportLimits } from '../model/limits.ts'
import type { PlaceVisitor } from './json-text.ts'
import { pointerOf } from './pointer.ts'
import type { Refuse, SourceFault } from './source-text.ts'

const schema = CORE_SCHEMA.withTags(mergeTag)
/** Keys that one merge may bring, on average. */
const MERGED_KEYS = 50

export interface YamlTree {
  tree: unknown
  /** Whether values may be shared between places. */
  aliased: boolean
  faults: SourceFault[]
}

export function readYaml(text: string, limits: ImportLimits, refuse: Refuse): YamlTree {
  const aliased = text.includes('&')
  if (aliased) boundMerges(text, limits.MAX_MERGES, refuse)
  const options: LoadOptions = {
    schema,
    maxDepth: limits.MAX_DEPTH,
    maxAliases: limits.MAX_ALIASES,
    maxTotalMergeKeys: limits.MAX_MERGES * MERGED_KEYS,
  }
  try {
    return { tree: load(text, options), aliased, faults: [] }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    if (error.reason !== 'duplicated mapping key') return refuseYaml(text, error, refuse)
  }
  try {
    return { tree: load(text, { ...options, json: true }), aliased, faults: duplicateKeys(text) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return refuseYaml(text, error, refuse)
  }
}

/** Each key that its mapping has already; the last one counts. */
function duplicateKeys(text: string): SourceFault[] {
  const faults: SourceFault[] = []
  const pointers = new Set<string>()
  scanYaml(text, (tokens, offset) => {
    const pointer = pointerOf(tokens)
    const message = `the key ${tokens.at(-1)} stands here for the second time; the last one counts`
    if (pointers.has(pointer)) faults.push({ code: 'duplicate-key', message, offset })
    pointers.add(pointer)
  })
  return faults
}

function boundMerges(text: string, maximum: number, refuse: Refuse): void {
  let count = 0
  for (const match of text.matchAll(/<<["']?[ \t]*:/g)) {
    if (++count > maximum)
      refuse('document-too-complex', `the document has more than ${maximum} merges (<<); use $ref or allOf instead`, match.index)
  }
}

function refuseYaml(text: string, { reason, mark }: YAMLException, refuse: Refuse): never {
  if (/exceeded|abnormal merge/.test(reason)) return refuse('document-too-complex', reason, mark?.position ?? 0)
  if (reason.startsWith('expected a single document')) {
    return refuse('document-syntax', 'the file holds more than one YAML document; keep one', text.search(/(?<=\n)---\s/))
  }
  return refuse('document-syntax', plainReasons[reason] ?? reason, mark?.position ?? 0)
}

/** What people can act on, where the parser speaks of its grammar. */
const plainReasons: Record<string, string | undefined> = {
  'tab characters must not be used in indentation': 'a tab is used for indentation; YAML allows only spaces',
  'deficient indentation': 'this is indented too little for what it continues; is a bracket, brace or quote above not closed?',
  'bad indentation of a mapping entry': 'this does not fit here; check the indentation, and put a text that has ": " in it in quotes',
  'bad indentation of a sequence entry': 'the indentation of this item does not fit that of the list',
  'end of the stream or a document separator is expected':
    'this line continues nothing above it; is a colon missing, or its indentation wrong?',
  'can not read a block mapping entry; a multiline key may not be an implicit key':
    'a colon is missing after the key, or the line above is not finished',
}

/** As `scanJson`, for a YAML text that was parsed before. Aliases are not followed. */
export function scanYaml(text: string, visit: PlaceVisitor): void {
  const tokens: string[] = []
  const frames: { mapping: boolean; key: boolean; items: number }[] = []
  let place = 0

  /** A node starts: a key, or a value whose place it then names. @returns whether it is a key */
  function start(offset: number, key: string | null, value: string | null): boolean {
    const frame = frames.at(-1)
    if (frame === undefined) return false
    if (frame.mapping && frame.key) {
      tokens[tokens.length - 1] = key ?? ''
      place = offset
      frame.key = false
      return true
    }
    if (!frame.mapping) {
      tokens[tokens.length - 1] = String(frame.items++)
      place = offset
    } else frame.key = true
    visit(tokens, place, value)
    return false
  }

  for (const event of parseEvents(text, { maxDepth: Number.POSITIVE_INFINITY })) {
    if (event.type === EVENT_ID.SCALAR) {
      const value = getScalarValue(text, event)
      start(scalarStart(event), value, value)
    } else if (event.type === EVENT_ID.ALIAS) start(event.anchorStart - 1, null, null)
    else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      // a collection as a key has no name, and what is in it no place
      start(event.start, null, null)
      frames.push({ mapping: event.type === EVENT_ID.MAPPING, key: true, items: 0 })
      tokens.push('')
    } else if (event.type === EVENT_ID.POP && frames.pop() !== undefined) tokens.pop()
  }
}

function scalarStart({ style, valueStart }: ScalarEvent): number {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED ? valueStart - 1 : valueStart
}
