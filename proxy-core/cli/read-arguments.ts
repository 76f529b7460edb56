import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { didYouMean } from '../model/nearest.ts'
import type { Command } from './command.ts'
import { usageError } from './exits.ts'

export interface OptionRule {
  /** `port` and `count` are whole numbers. */
  kind: 'boolean' | 'text' | 'port' | 'count'
  short?: string
  /** In the help, in the place of the value. */
  value?: string
  summary: string
}
export type OptionRules = Readonly<Record<string, OptionRule>>
export type OptionValues<Rules extends OptionRules> = {
  [Name in keyof Rules]?: Rules[Name]['kind'] extends 'boolean' ? boolean : Rules[Name]['kind'] extends 'text' ? string : number
}

const MAX_PORT = 65_535

/**
 * Reads the arguments of a command: booleans take `--x`, `--no-x` and `--x=true|false`.
 * @throws CommandError (usage) that names what is wrong, and what was meant
 */
export function readArguments(
  argv: readonly string[],
  { name, options, dashed, takes, usage }: Command,
): { values: OptionValues<OptionRules>; plain: string[] } {
  const { values: found, positionals: plain } = parsed(dashedLast(plainBooleans(argv, options), dashed), options, name)
  const values: Record<string, string | number | boolean> = {}
  for (const [option, value] of Object.entries(found)) {
    const rule = options[option]
    if (rule && !Array.isArray(value) && value !== undefined) values[option] = readValue(option, rule, value)
  }
  if (plain.length < takes.least || plain.length > takes.most) {
    const wrong = plain.length < takes.least ? 'something is missing' : `"${plain[takes.most]}" is too much`
    throw usageError(`${wrong}. Usage: switchyard ${name} ${usage}`)
  }
  // Each value is of its rule's kind by now.
  return { values: values as OptionValues<OptionRules>, plain }
}

function parsed(args: string[], rules: OptionRules, command: string) {
  const options: ParseArgsOptionsConfig = {}
  for (const [name, { kind, short }] of Object.entries(rules)) {
    options[name] = { type: kind === 'boolean' ? 'boolean' : 'string', ...(short && { short }) }
  }
  try {
    return parseArgs({ args, options, strict: true, allowNegative: true, allowPositionals: true })
  } catch (error) {
    throw usageError(sentenceOf(error as NodeJS.ErrnoException, rules, command))
  }
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, rules: OptionRules, command: string): string {
  const option = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? ''
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION': {
      const flags = Object.keys(rules).map((name) => `--${name}`)
      return `switchyard ${command} has no option ${option}${didYouMean(option, flags, 1) || `; switchyard ${command} --help lists all`}`
    }
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take an argument/.test(message) ? `${option} takes no value` : `${option} needs a value`
    default:
      return message
  }
}

/** `--x=true` and `--x=false` as `--x` and `--no-x`, which is all that parseArgs knows. */
function plainBooleans(argv: readonly string[], rules: OptionRules): string[] {
  const end = argv.indexOf('--')
  return argv.map((argument, i) => {
    const match = (end < 0 || i < end) && /^--([\w-]+)=(.*)$/.exec(argument)
    if (!match || rules[match[1] as string]?.kind !== 'boolean') return argument
    const [, name, value] = match
    if (value === 'true') return `--${name}`
    if (value === 'false') return `--no-${name}`
    throw usageError(`--${name} is true or false, not "${value}"`)
  })
}

/** Behind `--` nothing is an option. */
function dashedLast(argv: string[], dashed: RegExp | undefined): string[] {
  if (dashed === undefined || argv.includes('--')) return argv
  return [...argv.filter((argument) => !dashed.test(argument)), '--', ...argv.filter((argument) => dashed.test(argument))]
}

function readValue(name: string, { kind }: OptionRule, value: string | boolean): string | number | boolean {
  if (kind === 'boolean' || kind === 'text') return value
  const number = /^\d+$/.test(String(value)) ? Number(value) : Number.NaN
  if (kind === 'port' && !(number <= MAX_PORT)) throw usageError(`--${name} is a port from 0 to ${MAX_PORT}, not "${value}"`)
  if (kind === 'count' && !(number >= 1)) throw usageError(`--${name} is a whole number from 1, not "${value}"`)
  return number
}
