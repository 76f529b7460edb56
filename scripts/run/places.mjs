import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** A path inside the checkout. */
export const inRoot = (...parts) => join(root, ...parts)

/**
 * As in the first line of `dist/cli.js`, and as fast: a small young heap takes 50 MB less under load, and what the thread
 * of a large document had goes back to the system (glibc keeps it in an arena of each thread; others ignore the variable).
 */
export const CLI_FLAGS = ['--max-semi-space-size=4']
export const CLI_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' }

export const reportsFolder = inRoot('.cache', 'reports')

/** Progress goes to stderr: stdout belongs to the task. */
export const say = (line) => process.stderr.write(`${line}\n`)
