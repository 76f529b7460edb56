import type { RouteResponse } from '../../model/route.ts'
import type { Offer } from './offers.ts'
import { type Wishes, wishText } from './wishes.ts'

/** A status, the response of the document behind it, and in words why. */
export type ChosenStatus = { status: number; offer: Offer | null; reason: string }

/** What the request asks for, else what is set on the route, else the usual one. null where the document has no such response. */
export function chooseStatus(offers: readonly Offer[], wishes: Wishes, response: RouteResponse | null): ChosenStatus | null {
  if (wishes.code !== null) {
    const offer = offerFor(offers, wishes.code)
    if (offer === null) return null
    const asked = `status ${wishes.code}, as the request prefers (${wishText(wishes.from, 'code', wishes.code)})`
    return { status: wishes.code, offer, reason: `${asked}${standingFor(offer, wishes.code)}` }
  }
  if (response?.status !== undefined) {
    const offer = offerFor(offers, response.status)
    const document = offer === null ? '; the document has no such response, so it has no body' : standingFor(offer, response.status)
    return { status: response.status, offer, reason: `status ${response.status}, set on the route${document}` }
  }
  return usualStatus(offers)
}

/** For a request that breaks the contract: the first of the statuses that has a response or a range of its own, else `default`. */
export function statusForInvalid(offers: readonly Offer[], statuses: readonly number[]): ChosenStatus | null {
  for (const status of statuses) {
    const offer = find(offers, String(status)) ?? find(offers, rangeOf(status))
    if (offer !== null) return { status, offer, reason: invalidReason(status, offer) }
  }
  const [status] = statuses
  const fallback = find(offers, 'default')
  return fallback === null || status === undefined ? null : { status, offer: fallback, reason: invalidReason(status, fallback) }
}

function invalidReason(status: number, { key }: Offer): string {
  return `status ${status}, the document's response (${key}) to an invalid request`
}

/** Exact, then its range, then `default`. */
function offerFor(offers: readonly Offer[], status: number): Offer | null {
  return find(offers, String(status)) ?? find(offers, rangeOf(status)) ?? find(offers, 'default')
}

function find(offers: readonly Offer[], key: string): Offer | null {
  return offers.find((offer) => offer.key === key) ?? null
}

function rangeOf(status: number): string {
  return `${Math.floor(status / 100)}XX`
}

function standingFor({ key }: Offer, status: number): string {
  if (key === String(status)) return ''
  return key === 'default' ? ', by the default response of the document' : `, by the range ${key} of the document`
}

function usualStatus(offers: readonly Offer[]): ChosenStatus | null {
  const exact = offers.filter(({ key }) => /^2\d\d$/.test(key)).sort((one, other) => Number(one.key) - Number(other.key))[0]
  if (exact !== undefined) return { status: Number(exact.key), offer: exact, reason: `status ${exact.key}, the lowest 2XX of the document` }
  const range = find(offers, '2XX')
  if (range !== null) return { status: 200, offer: range, reason: 'status 200, for the range 2XX of the document' }
  const fallback = find(offers, 'default')
  if (fallback !== null) return { status: 200, offer: fallback, reason: 'status 200, for the default response of the document' }
  // an informational status can't end an exchange
  const first = offers.find(({ key }) => !key.startsWith('1'))
  if (first === undefined) return null
  const status = Number(first.key.replace('XX', '00'))
  return { status, offer: first, reason: `status ${status}, the first response of the document` }
}
