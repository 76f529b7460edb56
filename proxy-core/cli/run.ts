import { Refusal } from '../model/errors.ts'
import { didYouMean } from '../model/nearest.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { CommandError, DONE, NOT_STARTED, usageError } from './exits.ts'
import { fire } from './fire.ts'
import { helpOf, overview, version } from './help.ts'
import { log } from './log.ts'
import { mock } from './mock.ts'
import { proxy } from './proxy.ts'
import { readArguments } from './read-arguments.ts'
import { set } from './set.ts'
import { start } from './start.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export const commands: readonly Command[] = [start, mock, proxy, set, fire, log, check]

/** Runs a command line and ends the process with its exit code; a failure is one sentence on stderr. */
export async function run(argv: readonly string[]): Promise<void> {
  const terminal = createTerminal()
  const exitCode = await perform(argv, terminal).catch((error: unknown) => failed(error, terminal))
  process.exitCode = exitCode
  // What was printed may still be on its way into a pipe.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
}

async function perform(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '', ...rest] = argv
  if (asksFor(argv, ['--version', '-v']) || first === 'version') return shown(terminal, version())
  const named = commands.find(({ name }) => name === (first === 'help' ? rest[0] : first))
  if (asksFor(argv, ['--help', '-h']) || first === 'help') return shown(terminal, named ? helpOf(named) : overview(commands))
  if (named) return named.run(readArguments(rest, named), terminal)
  if (first !== '' && !first.startsWith('-') && !looksLikePath(first)) {
    const names = commands.map(({ name }) => name)
    throw usageError(`there is no command ${first}${didYouMean(first, names, 1) || `; there are ${names.join(', ')}`}`)
  }
  return start.run(readArguments(argv, start), terminal)
}

/** `switchyard openapi.yaml` is `switchyard start openapi.yaml`. */
function looksLikePath(text: string): boolean {
  return /[./\\:]/.test(text)
}

function asksFor(argv: readonly string[], flags: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? undefined : end).some((argument) => flags.includes(argument))
}

function shown(terminal: Terminal, text: string): number {
  terminal.print(text)
  return DONE
}

function failed(error: unknown, { say, said, env }: Terminal): number {
  const prefix = said.red('switchyard:')
  if (error instanceof CommandError || error instanceof Refusal) {
    say(`${prefix} ${error.message}`)
    return error instanceof CommandError ? error.exitCode : NOT_STARTED
  }
  say(`${prefix} ${error instanceof Error ? error.message : String(error)}`)
  if (env.DEBUG && error instanceof Error && error.stack) say(error.stack)
  return NOT_STARTED
}
