import type { OptionRules, OptionValues } from './read-arguments.ts'
import type { Terminal } from './terminal.ts'

/** One command: what it takes, what it says of itself, what it does. */
export interface Command<Rules extends OptionRules = OptionRules> {
  name: string
  /** After the name, in the help. */
  usage: string
  summary: string
  options: Rules
  /** Plain arguments that begin with a dash. */
  dashed?: RegExp
  /** How many plain arguments it takes. */
  takes: { least: number; most: number }
  /** @returns exit code */
  run(call: { values: OptionValues<Rules>; plain: string[] }, terminal: Terminal): Promise<number>
}

/** Ties the values that a command gets to the options that it names. */
export function command<const Rules extends OptionRules>(definition: Command<Rules>): Command {
  return definition as unknown as Command
}
