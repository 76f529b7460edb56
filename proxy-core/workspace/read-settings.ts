import { type Document, isAlias, isMap, isNode, isPair, isScalar, LineCounter, type Node } from 'yaml'
import type { z } from 'zod'
import type { Diagnostic } from '../model/finding.ts'
import { didYouMean } from '../model/nearest.ts'
import { workspaceSettings } from '../model/workspace.ts'
import { expectationOf } from './expectation.ts'
import { parseSettings, surveyDocument } from './parse-settings.ts'
import { type SettingsTree, withoutNulls } from './settings-tree.ts'
import { splitUnknown } from './unknown-keys.ts'

export const MAX_SETTINGS_BYTES = 5 * 2 ** 20

/** One workspace file as it was read. With problems, `tree` is empty and the text must not be taken over. */
export interface ReadSettings {
  tree: SettingsTree
  problems: Diagnostic[]
  /** Keys that this version does not know. */
  warnings: Diagnostic[]
  /** What the text was parsed to, where all of it is known and plain: an edit then changes the tree just as it changes the text. */
  document: Document | null
}

/**
 * Reads and checks the text of a workspace file. Never throws.
 * @param file how the file is named in messages
 */
export function readSettings(text: string, file: string): ReadSettings {
  if (Buffer.byteLength(text) > MAX_SETTINGS_BYTES) {
    return failed(file, 'a workspace file may have 5 MiB', null)
  }
  const lines = new LineCounter()
  const at = (severity: Diagnostic['severity'], code: string, message: string, offset: number | null): Diagnostic => {
    const place = offset === null ? null : lines.linePos(offset)
    return { severity, code, message, file, line: place?.line ?? null, column: place?.col ?? null }
  }
  try {
    const document = parseSettings(text, lines)
    const { lost, twice, plain } = surveyDocument(document)
    const broken = [
      ...document.errors.map((error) => at('error', 'syntax', syntaxMessage(error.code, error.message), error.pos[0])),
      ...twice.map((key) => at('error', 'syntax', 'the key is there twice', startOf(key))),
    ]
    if (broken.length > 0) return problemsOnly(broken)
    if (lost) return problemsOnly([at('error', 'syntax', `the anchor of *${lost.source} is missing`, startOf(lost))])
    const value: unknown = document.toJS({ maxAliasCount: 100 }) ?? {}
    if (typeof value !== 'object' || Array.isArray(value)) {
      return problemsOnly([at('error', 'not-a-mapping', 'the file must hold keys such as `services:`', 0)])
    }
    const read = check(document, value as SettingsTree, at)
    return plain && read.warnings.length === 0 ? { ...read, document } : read
  } catch (error) {
    return failed(file, error instanceof Error ? error.message : String(error), null)
  }
}

type At = (severity: Diagnostic['severity'], code: string, message: string, offset: number | null) => Diagnostic

function check(document: Document, value: SettingsTree, at: At): ReadSettings {
  const { known, unknown } = splitUnknown(value, workspaceSettings)
  const warnings = unknown.map(({ path, siblings }) => {
    const hint = didYouMean(path.at(-1) ?? '', siblings, 1)
    return at(
      'warning',
      'unknown-key',
      `${pathText(path)} is not known to this version and has no effect${hint}`,
      offsetOf(document, path, 'key'),
    )
  })
  const checked = workspaceSettings.safeParse(withoutNulls(known))
  if (checked.success) return { tree: known, problems: [], warnings, document: null }
  const problems = checked.error.issues.map((issue) => problemOfIssue(issue, document, at))
  return { tree: {}, problems: inOrder(problems), warnings, document: null }
}

function problemOfIssue(issue: z.core.$ZodIssue, document: Document, at: At): Diagnostic {
  const path = issue.path.map(String)
  const message = `${pathText(path)} ${expectationOf(issue, document.toJS())}`
  return at('error', 'wrong-value', message, offsetOf(document, path, issue.code === 'invalid_key' ? 'key' : 'value'))
}

/** `services.shop.routes["POST /orders"].mode`: how a place in the file is named. */
export function pathText(path: readonly string[]): string {
  let text = ''
  for (const key of path) {
    if (/^[\w-]+$/.test(key)) text += text === '' ? key : `.${key}`
    else text += `[${JSON.stringify(key)}]`
  }
  return text
}

/** Where a path lies in the text; the nearest place above it when it comes in by an alias. */
function offsetOf(document: Document, path: readonly string[], what: 'key' | 'value'): number | null {
  let node: unknown = document.contents
  let offset: number | null = startOf(node)
  for (const [i, key] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    if (!isMap(node)) {
      node = isNode(node) && 'get' in node && typeof node.get === 'function' ? node.get(Number(key), true) : undefined
      offset = startOf(node) ?? offset
      continue
    }
    const pair = node.items.find((item) => isPair(item) && (isScalar(item.key) ? String(item.key.value) : String(item.key)) === key)
    if (!pair) return offset
    const last = i === path.length - 1
    offset = (last && what === 'key' ? startOf(pair.key) : (startOf(pair.value) ?? startOf(pair.key))) ?? offset
    node = pair.value
  }
  return offset
}

function startOf(node: unknown): number | null {
  return isNode(node) ? ((node as Node).range?.[0] ?? null) : null
}

function syntaxMessage(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'a tab may not indent in YAML; use spaces'
  return message.charAt(0).toLowerCase() + message.slice(1)
}

function inOrder(problems: Diagnostic[]): Diagnostic[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
}

function problemsOnly(problems: Diagnostic[]): ReadSettings {
  return { tree: {}, problems: inOrder(problems), warnings: [], document: null }
}

function failed(file: string, message: string, line: number | null): ReadSettings {
  return problemsOnly([{ severity: 'error', code: 'unreadable', message, file, line, column: null }])
}
