/** What a command ends with. */
export const DONE = 0
/** A verdict failed: `check` found errors. */
export const FAILED = 1
export const USAGE = 2
/** A port is taken, a file is broken. */
export const NOT_STARTED = 3

/** The end of a command with one clear sentence. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(USAGE, message)
}

export function startError(message: string): CommandError {
  return new CommandError(NOT_STARTED, message)
}
