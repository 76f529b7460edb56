import { isLoopbackName } from '../hosts.ts'

const MAX_URL_CHARACTERS = 8_192

/** The URL that a callback goes to, or why it can't go there: a clause without its full stop. */
export type Target = { kind: 'url'; url: URL } | { kind: 'unusable'; reason: string }

export function readTarget(text: string): Target {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text
  if (text.length > MAX_URL_CHARACTERS) return unusable(`its URL is longer than ${MAX_URL_CHARACTERS} characters`)
  if (!URL.canParse(text)) return unusable(`"${shown}" is no absolute URL`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return unusable(`"${shown}" is neither http nor https`)
  if (url.username !== '' || url.password !== '') return unusable('its URL has a user or a password in it')
  url.hash = ''
  return { kind: 'url', url }
}

/**
 * Whether a URL that came with a request may be sent to without a person saying so: it names this machine, or its host
 * is in `allowed`, there with a port or without. Names are not resolved, so that no name can lead to an address inside.
 */
export function isOpenTarget({ hostname, host }: URL, allowed: readonly string[]): boolean {
  if (isLoopbackName(hostname)) return true
  return allowed.some((entry) => {
    const wanted = entry.toLowerCase()
    return wanted === host || wanted === hostname
  })
}

function unusable(reason: string): Target {
  return { kind: 'unusable', reason }
}
