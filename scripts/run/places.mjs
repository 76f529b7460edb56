import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts)

/** As in the first line of `dist/cli.js`: under load the gateway takes 50 MB less, and is as fast. */
export const CLI_FLAGS = ['--max-semi-space-size=4']

export const reportsFolder = inRoot('.cache', 'reports')

/** Progress goes to stderr: stdout belongs to the task. */
export const say = (line) => process.stderr.write(`${line}\n`)
