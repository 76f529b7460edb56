import { VERSION } from '../control/version.ts'
import type { Command } from './command.ts'

/** `switchyard help`. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, usage, summary }): [string, string] => [`${name} ${usage}`.trim(), summary])
  return `switchyard ${VERSION}: a local API gateway, mock or live, route by route.

Usage: switchyard COMMAND [options]; without a command: start

${rows.map(([usage, summary]) => `  ${usage}\n      ${summary}`).join('\n')}

switchyard COMMAND --help says more. Exit codes: 0 done, 1 a verdict failed, 2 usage, 3 could not start.`
}

/** `switchyard help COMMAND`. */
export function helpOf({ name, usage, summary, options }: Command): string {
  const rows = Object.entries(options).map(([option, { short, kind, value, summary: about }]): [string, string] => [
    `${short ? `-${short}, ` : ''}--${option}${kind === 'boolean' ? '' : ` ${value ?? 'N'}`}`,
    about,
  ])
  return `Usage: switchyard ${name} ${usage}

${summary}

${columns(rows)}
Booleans take --x, --no-x and --x=true|false.`
}

export function version(): string {
  return VERSION
}

function columns(rows: [string, string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}\n`).join('')
}
