import { CORE_SCHEMA, type LoadOptions, load, mergeTag, YAMLException } from 'js-yaml'
import type { ImportLimits } from '../model/limits.ts'
import type { Refuse } from './source-file.ts'

const schema = CORE_SCHEMA.withTags(mergeTag)
/** Keys that one merge may bring, on average. */
const MERGED_KEYS = 50

export interface YamlTree {
  tree: unknown
  /** Whether values may be shared between places. */
  aliased: boolean
  duplicateKeys: boolean
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
    return { tree: load(text, options), aliased, duplicateKeys: false }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    if (error.reason !== 'duplicated mapping key') return refuseYaml(error, refuse)
  }
  try {
    return { tree: load(text, { ...options, json: true }), aliased, duplicateKeys: true }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    return refuseYaml(error, refuse)
  }
}

function boundMerges(text: string, maximum: number, refuse: Refuse): void {
  let count = 0
  for (const match of text.matchAll(/<<["']?[ \t]*:/g)) {
    if (++count > maximum)
      refuse('document-too-complex', `the document has more than ${maximum} merges (<<); use $ref or allOf instead`, match.index)
  }
}

function refuseYaml({ reason, mark }: YAMLException, refuse: Refuse): never {
  const offset = mark?.position ?? 0
  if (/exceeded|maxDepth|abnormal merge/.test(reason)) return refuse('document-too-complex', plainReason(reason), offset)
  return refuse('document-syntax', plainReason(reason), offset)
}

function plainReason(reason: string): string {
  if (reason.startsWith('tab characters')) return 'a tab is used for indentation; YAML allows only spaces'
  return reason
}
