import type { FilterTerm, StatusRange } from '../model/filter-terms.ts'

export interface FilterSql {
  /** A condition on `exchange AS e`, never null, every value bound; null when there is nothing to ask. */
  where: string | null
  values: (string | number)[]
  /** What SQL can't decide: to be looked for in URL, headers and bodies. */
  texts: (FilterTerm & { kind: 'text' })[]
}

/** Terms as SQL. No term may make the planner leave the order of ids: there is no other index, and none is wanted. */
export function filterSql(terms: readonly FilterTerm[]): FilterSql {
  const conditions: string[] = []
  const values: (string | number)[] = []
  const texts: (FilterTerm & { kind: 'text' })[] = []
  for (const term of terms) {
    if (term.kind === 'text') texts.push(term)
    else conditions.push(`${term.negated ? 'NOT ' : ''}ifnull(${condition(term, (value) => values.push(value))}, 0)`)
  }
  return { where: conditions.length === 0 ? null : conditions.join(' AND '), values, texts }
}

const COMPARED = { status: 'e.status', duration: 'e.duration_ms', size: 'e.response_bytes' }
const STANDING = {
  error: "(ifnull(e.status >= 500, 0) OR e.state IN ('failed', 'aborted'))",
  pending: "e.state = 'pending'",
  pinned: 'e.pinned = 1',
  finding: 'e.findings > 0',
}

function condition(term: Exclude<FilterTerm, { kind: 'text' }>, bind: (value: string | number) => void): string {
  switch (term.kind) {
    case 'word':
      return `e.${term.field} COLLATE NOCASE IN (${term.values.map((value) => bound(value, bind)).join(', ')})`
    case 'pattern':
      return any(term.patterns.map((pattern) => `e.${term.field} LIKE ${bound(like(pattern), bind)} ESCAPE '\\'`))
    case 'status':
      return any(term.ranges.map((range) => statusIn(range, bind)))
    case 'compare':
      return `${COMPARED[term.field]} ${term.operator} ${bound(term.value, bind)}`
    case 'is':
      return any(term.values.map((value) => STANDING[value]))
  }
}

function statusIn(range: StatusRange, bind: (value: number) => void): string {
  if (range === 'none') return 'e.status IS NULL'
  return `ifnull(e.status BETWEEN ${bound(range.from, bind)} AND ${bound(range.to, bind)}, 0)`
}

function any(conditions: string[]): string {
  return `(${conditions.join(' OR ')})`
}

function bound<T extends string | number>(value: T, bind: (value: T) => void): string {
  bind(value)
  return '?'
}

function like({ text, start, end }: { text: string; start: boolean; end: boolean }): string {
  return `${start ? '' : '%'}${text.replace(/[\\%_]/g, '\\$&')}${end ? '' : '%'}`
}
