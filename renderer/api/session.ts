import { create } from 'zustand'

/**
 * The page's way in. The browser is opened with a ticket in the URL's fragment (single use, short-lived); the page
 * swaps it for the token, keeps that for this tab and clears the fragment, so that a copied link gives nobody access.
 */
export type SessionState =
  | { kind: 'opening' }
  | { kind: 'open' }
  /** Opened without a ticket, with one that opens nothing, or the host was started anew. `why` is a sentence for the person. */
  | { kind: 'closed'; cause: 'no-ticket' | 'ticket-refused' | 'ended'; why: string | null }

export const useSession = create<{ session: SessionState }>(() => ({ session: { kind: 'opening' } }))

const TOKEN_KEY = 'switchyard.token'

interface Surroundings {
  location: Pick<Location, 'hash' | 'pathname' | 'search'>
  history: Pick<History, 'replaceState'>
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  fetch: typeof fetch
}

/** Swaps the ticket of the URL, if there is one; else goes on with the token of this tab. */
export async function openSession(around: Surroundings = browser()): Promise<void> {
  const ticket = ticketOf(around.location.hash)
  if (ticket === null) {
    set(around.storage.getItem(TOKEN_KEY) ? { kind: 'open' } : { kind: 'closed', cause: 'no-ticket', why: null })
    return
  }
  around.history.replaceState(null, '', around.location.pathname + around.location.search)
  const swapped = await swap(ticket, around.fetch)
  if ('token' in swapped) around.storage.setItem(TOKEN_KEY, swapped.token)
  else if (!around.storage.getItem(TOKEN_KEY)) return set({ kind: 'closed', cause: 'ticket-refused', why: swapped.why })
  set({ kind: 'open' })
}

export function token(storage: Pick<Storage, 'getItem'> = sessionStorage): string | null {
  return storage.getItem(TOKEN_KEY)
}

/** The host no longer knows the token: it was started anew. */
export function sessionEnded(storage: Pick<Storage, 'removeItem'> = sessionStorage): void {
  storage.removeItem(TOKEN_KEY)
  set({ kind: 'closed', cause: 'ended', why: 'Switchyard was started anew, so the session of this page is over.' })
}

/** The ticket of `#ticket=…`, or null. */
export function ticketOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('ticket') || null
}

async function swap(ticket: string, send: typeof fetch): Promise<{ token: string } | { why: string }> {
  try {
    const response = await send('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
    })
    const body: unknown = await response.json()
    const { token: given, detail } = body as { token?: unknown; detail?: unknown }
    if (response.ok && typeof given === 'string') return { token: given }
    return { why: typeof detail === 'string' ? detail : 'The link was used before or is too old.' }
  } catch {
    return { why: 'Switchyard does not answer. Is it still running?' }
  }
}

function set(session: SessionState): void {
  useSession.setState({ session })
}

function browser(): Surroundings {
  return { location, history, storage: sessionStorage, fetch: fetch.bind(globalThis) }
}
