/** What the shell and the host process say to each other. */
export interface HostStart {
  open: { kind: 'folder'; folder: string; spec?: string } | { kind: 'last' } | { kind: 'none' }
  port?: number
  controlPort?: number
  address?: string
}

export type ToHost = { kind: 'start'; options: HostStart } | { kind: 'ticket' } | { kind: 'stop' }

export interface HostAddress {
  gateway: string
  control: string
  token: string
}

/** Why a host did not start. `taken` comes with the next port that is free together with its neighbour. */
export type StartFailure = { kind: 'taken'; port: number; next: number } | { kind: 'other'; message: string }

export type FromHost =
  | ({ kind: 'ready' } & HostAddress)
  | { kind: 'failed'; failure: StartFailure }
  | { kind: 'ticket'; ticket: string }
  | { kind: 'warning'; text: string }
