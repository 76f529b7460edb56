/** The candidates that `word` may have meant, best first: by edit distance, and by what contains it. */
export function nearest(word: string, candidates: Iterable<string>, count = 3): string[] {
  const wanted = word.toLowerCase()
  const limit = Math.max(2, Math.floor(wanted.length / 3))
  const scored: { candidate: string; score: number }[] = []
  for (const candidate of candidates) {
    const score = scoreOf(wanted, candidate.toLowerCase(), limit)
    if (score <= limit) scored.push({ candidate, score })
  }
  scored.sort((a, b) => a.score - b.score)
  return scored.slice(0, count).map(({ candidate }) => candidate)
}

/** `; did you mean a or b?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>, count = 3): string {
  const found = nearest(word, candidates, count)
  return found.length === 0 ? '' : `; did you mean ${found.join(' or ')}?`
}

function scoreOf(wanted: string, candidate: string, limit: number): number {
  if (wanted.length >= 3 && candidate.includes(wanted)) return 1
  if (Math.abs(wanted.length - candidate.length) > limit) return Number.POSITIVE_INFINITY
  return distance(wanted, candidate)
}

/** Edits from one text to the other, a swap of neighbours counting as one. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
