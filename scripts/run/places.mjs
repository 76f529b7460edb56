import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts)

export const reportsFolder = inRoot('.cache', 'reports')

/** Progress goes to stderr: stdout belongs to the task. */
export const say = (line) => process.stderr.write(`${line}\n`)
