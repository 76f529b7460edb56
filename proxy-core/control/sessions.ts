import { randomBytes, timingSafeEqual } from 'node:crypto'
import { controlLimits } from '../model/limits.ts'

/** Who may use the control API: whoever holds the token of this run, or swaps a ticket for it. */
export interface Sessions {
  /** 256 bits, base64url, new at each start. */
  readonly token: string
  /** A single-use ticket for the fragment of a URL, good for 60 s. */
  ticket(): string
  /** The token for a ticket that is still good, else null. */
  redeem(ticket: string): string | null
  allows(authorization: string | undefined): boolean
}

export function createSessions(now: () => number = () => performance.now()): Sessions {
  const token = randomBytes(32).toString('base64url')
  const expected = Buffer.from(`Bearer ${token}`)
  const tickets = new Map<string, number>()

  return {
    token,
    ticket() {
      for (const [old, expires] of tickets) if (expires < now()) tickets.delete(old)
      const made = randomBytes(32).toString('base64url')
      tickets.set(made, now() + controlLimits.TICKET_LIFETIME_MS)
      return made
    },
    redeem(ticket) {
      const expires = tickets.get(ticket)
      tickets.delete(ticket)
      return expires !== undefined && expires >= now() ? token : null
    },
    allows(authorization) {
      const given = Buffer.from(authorization ?? '')
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
