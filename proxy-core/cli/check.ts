import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { Refusal } from '../model/errors.ts'
import { type Diagnostic, diagnosticText } from '../model/finding.ts'
import { didYouMean } from '../model/nearest.ts'
import { routeKeys } from '../model/route.ts'
import { WORKSPACE_FILE } from '../model/workspace.ts'
import { command } from './command.ts'
import { DONE, FAILED, startError } from './exits.ts'
import { type ReadService, readWorkspace } from './read-workspace.ts'
import type { Terminal } from './terminal.ts'

export const check = command({
  name: 'check',
  usage: '[FOLDER]',
  summary: 'Check the workspace and its documents; exit code 1 when there are errors.',
  options: {},
  takes: { least: 0, most: 1 },
  async run({ plain: [path = '.'] }, terminal) {
    const target = terminal.path(path)
    const found = await stat(target).catch(() => null)
    if (!found) throw startError(`${target} does not exist`)
    const folder = found.isDirectory() ? target : dirname(target)
    const { services, diagnostics } = await look(folder, found.isDirectory() ? undefined : target)
    for (const diagnostic of diagnostics) terminal.print(line(diagnostic, folder, terminal))
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length
    terminal.say(summary(services, errors, diagnostics.length - errors))
    return errors > 0 ? FAILED : DONE
  },
})

async function look(folder: string, document: string | undefined): Promise<{ services: ReadService[]; diagnostics: Diagnostic[] }> {
  try {
    const { workspace, services } = await readWorkspace(folder, { document, diagnosed: true })
    const warnings = workspace.diagnostics()
    await workspace.close()
    return { services, diagnostics: [...warnings, ...services.flatMap((each) => [...each.diagnostics, ...unknownRoutes(each)])] }
  } catch (error) {
    if (error instanceof Refusal && error.problem.diagnostics?.length) return { services: [], diagnostics: error.problem.diagnostics }
    throw error
  }
}

/** What is set on routes that the document does not have. Nothing can be said when it was not read. */
function unknownRoutes({ name, plan, operations }: ReadService): Diagnostic[] {
  if (operations.length === 0) return []
  const known = new Set(operations.flatMap(routeKeys))
  return Object.keys(plan?.routes ?? {})
    .filter((key) => !known.has(key))
    .map((key) => ({
      severity: 'warning',
      code: 'unknown-route',
      message: `services.${name}.routes has "${key}", which is no route of the document${didYouMean(key, known, 2)}`,
      file: WORKSPACE_FILE,
      line: null,
      column: null,
    }))
}

/** `file:line:column: severity: message`, the file as seen from where the command was called. */
function line(diagnostic: Diagnostic, folder: string, { path, printed }: Terminal): string {
  const color = diagnostic.severity === 'error' ? printed.red : printed.yellow
  const file = shown(diagnostic.file, folder, path('.'))
  return diagnosticText({ ...diagnostic, file, message: `${color(diagnostic.severity)}: ${diagnostic.message}` })
}

function shown(file: string, folder: string, from: string): string {
  if (/^https?:\/\//i.test(file)) return file
  const absolute = isAbsolute(file) ? file : join(folder, file)
  const near = relative(from, absolute)
  return near.startsWith('..') ? absolute : near
}

function summary(services: readonly ReadService[], errors: number, warnings: number): string {
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
  const routes = services.reduce((sum, { operations }) => sum + operations.length, 0)
  return `${count(services.length, 'service')}, ${count(routes, 'route')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`
}
