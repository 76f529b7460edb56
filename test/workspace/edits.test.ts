import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Refusal } from '../../proxy-core/model/errors.ts'
import { editableSettings, type WorkspaceEdit } from '../../proxy-core/workspace/edit-settings.ts'
import { readSettings } from '../../proxy-core/workspace/read-settings.ts'
import { createSettingsFiles, type SettingsFiles } from '../../proxy-core/workspace/settings-files.ts'

const texts = [
  '',
  '# Personal.\n',
  `# Shared by the team.
version: 1   # the only one

services:
  # Ours.
  shop: { spec: ./a.yaml, mode: mock }

  # Theirs.
  pay:
    spec: "b.yaml" # quoted
    routes:
      # first
      getA: { mode: live } # one

      # second
      GET /b/{c}: # two
        mode: mock
        response: { status: 409 }
      # last of the routes
  # last of the services
mode: live
# the end
`,
  'services:\r\n  shop:\r\n    routes:\r\n      getA: { mode: live }\r\ncapture:\r\n  mask:\r\n  - a\r\n  - b # why\r\n',
  'services:\n    shop:\n        routes: # all\n            getA: {mode: live}\n    # none yet\n    pay:\n',
  '{"mode": "live", "services": {"shop": {"routes": {"getA": {"mode": "live"}}}}}\n',
  'services:\n  shop: &base { spec: a.yaml }\n  pay: *base\n',
  'services:\n  shop:\n    policies: { cors: {} } # of another version\n    mode: live\n',
  'environments:\n  "1": &one { upstreams: {} }\n  2: *one\ngateway:\n',
]

const service = fc.constantFrom('shop', 'pay', 'mail')
const route = fc.constantFrom('getA', 'GET /b/{c}', 'POST /: #x', '__proto__', '1', 'null', 'a\nb', '- x')
const mode = fc.constantFrom('mock', 'live', 'auto')
const at = (path: fc.Arbitrary<string[]>, value: fc.Arbitrary<unknown>) => fc.record({ path, value })
const setting: fc.Arbitrary<WorkspaceEdit> = fc.oneof(
  {
    weight: 6,
    arbitrary: at(
      fc.tuple(service, route).map(([s, r]) => ['services', s, 'routes', r, 'mode']),
      mode,
    ),
  },
  at(
    fc.tuple(service, route).map(([s, r]) => ['services', s, 'routes', r]),
    fc.record({ mode, delay: fc.constant('1s') }, { requiredKeys: ['mode'] }),
  ),
  at(
    fc.tuple(service, route).map(([s, r]) => ['services', s, 'routes', r, 'response']),
    fc.record({ status: fc.integer({ min: 90, max: 599 }) }),
  ),
  at(
    service.map((s) => ['services', s, 'mode']),
    mode,
  ),
  at(
    service.map((s) => ['services', s]),
    fc.record({ spec: fc.string(), policies: fc.constant({ cors: {} }) }, { requiredKeys: ['spec'] }),
  ),
  at(fc.constant(['mode']), fc.oneof(mode, fc.constant('sideways'))),
  at(fc.constant(['capture', 'mask']), fc.array(fc.string(), { maxLength: 3 })),
  at(
    fc.constantFrom('1', '2', 'x').map((name) => ['environments', name, 'upstreams', 'shop']),
    fc.constant('http://localhost:1'),
  ),
  at(fc.constant(['environment']), fc.constantFrom('dev', 'the other')),
)
const settingOrRemoval = fc.oneof(
  { weight: 3, arbitrary: setting },
  { weight: 2, arbitrary: setting.map(({ path }) => ({ path, value: undefined })) },
)
const lists = (edit: fc.Arbitrary<WorkspaceEdit>) => fc.array(fc.array(edit, { maxLength: 5 }), { maxLength: 8 })

/** The edits made on the text alone, which is parsed anew for them; null where they are refused. */
function fromScratch(text: string, edits: readonly WorkspaceEdit[]): string | null {
  const start = text.trim() === '' ? 'version: 1\n' : text
  const made = unlessRefused(() => editableSettings(start).edit(edits))
  if (made === null || readSettings(made, 'x').problems.length > 0) return null
  return made === start ? text : made
}

/** How a file is indented is remembered, and is not seen again when what was indented has gone. */
function withoutSpaces(text: string): string {
  return text.replaceAll(' ', '')
}

/** The lines without comments and spaces. */
function keysOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => withoutSpaces(line).replace(/#.*/, '') || [])
}

function unlessRefused<T>(act: () => T): T | null {
  try {
    return act()
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

function make(files: SettingsFiles, edits: readonly WorkspaceEdit[]): boolean {
  const draft = files.draft('shared')
  if (unlessRefused(() => [draft.edit(edits)]) === null) return false
  if (draft.text() !== null) draft.keep()
  return true
}

/** Makes the edits one list after the other, and compares each text with what becomes of the one before when it is parsed anew. */
function compare(text: string, edits: readonly (readonly WorkspaceEdit[])[], compareTexts: (made: string, expected: string) => void): void {
  const files = createSettingsFiles()
  files.take('shared', text)
  for (const list of edits) {
    const before = files.shared.text
    const expected = fromScratch(before, list)
    expect(make(files, list)).toBe(expected !== null)
    compareTexts(files.shared.text, expected ?? before)
    const { tree, problems } = readSettings(files.shared.text, 'x')
    expect(problems).toEqual([])
    expect(JSON.stringify(files.shared.tree)).toBe(JSON.stringify(tree))
  }
}

it('writes the same text, whether it is parsed anew for each edit or not', () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), lists(setting), (text, edits) =>
      compare(text, edits, (made, expected) => expect(withoutSpaces(made)).toBe(withoutSpaces(expected))),
    ),
    { numRuns: 200 },
  )
})

// Which key a comment belongs to may become another when the text is parsed anew: it then stays, or goes, with that one.
it('says the same in the same order when settings are taken away too', () => {
  fc.assert(
    fc.property(fc.constantFrom(...texts), lists(settingOrRemoval), (text, edits) =>
      compare(text, edits, (made, expected) => expect(keysOf(made)).toEqual(keysOf(expected))),
    ),
    { numRuns: 200 },
  )
})
