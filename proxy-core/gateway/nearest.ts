import type { RouteRuntime, ServiceRuntime } from './switchboard.ts'

const MAX_NAMED = 3
/** Edit distances are worked out for this many routes only, chosen by their common beginnings. */
const MAX_COMPARED = 24
const MAX_COMPARED_CHARACTERS = 48
/** Above this share of differing characters a name is no help. */
const MAX_DIFFERENCE = 0.6
/** What is this much further away than the best is not meant. */
const MAX_BEHIND_BEST = 0.2

/** The routes whose paths are most like the one asked for, best first; those with the method asked for before others. */
export function nearestRoutes(services: readonly ServiceRuntime[], method: string, path: string): { route: RouteRuntime; path: string }[] {
  const asked = path.split('/').filter(Boolean)
  const candidates: { route: RouteRuntime; path: string; segments: string[]; score: number }[] = []
  for (const service of services) {
    for (const route of service.routes) {
      const full = service.mount + route.operation.template
      const segments = full.split('/').filter(Boolean)
      candidates.push({ route, path: full, segments, score: difference(asked, segments, beginningsDiffer) })
    }
  }
  const best = candidates.sort((a, b) => a.score - b.score).slice(0, MAX_COMPARED)
  for (const candidate of best) {
    candidate.score = difference(asked, candidate.segments, charactersDiffer)
    if (candidate.route.operation.method !== method) candidate.score += 0.05
  }
  best.sort((a, b) => a.score - b.score)
  const limit = Math.min(MAX_DIFFERENCE, (best[0]?.score ?? 0) + MAX_BEHIND_BEST)
  return best
    .filter(({ score }) => score <= limit)
    .slice(0, MAX_NAMED)
    .map(({ route, path: full }) => ({ route, path: full }))
}

type Compare = (a: string, b: string) => number

/** 0 for the same path to 1 for nothing in common, averaged over the segments; a parameter fits anything. */
function difference(asked: string[], segments: string[], compare: Compare): number {
  const length = Math.max(asked.length, segments.length, 1)
  let sum = 0
  for (let i = 0; i < length; i++) {
    const a = asked[i]
    const b = segments[i]
    if (a === undefined || b === undefined) sum += 1
    else if (a !== b) sum += b.includes('{') ? 0.1 : compare(a.toLowerCase(), b.toLowerCase())
  }
  return sum / length
}

function beginningsDiffer(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  let same = 0
  while (same < length && a[same] === b[same]) same++
  return 1 - same / length
}

function charactersDiffer(a: string, b: string): number {
  const left = a.slice(0, MAX_COMPARED_CHARACTERS)
  const right = b.slice(0, MAX_COMPARED_CHARACTERS)
  return editDistance(left, right) / Math.max(left.length, right.length)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}
