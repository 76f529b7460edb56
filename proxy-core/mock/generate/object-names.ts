import { type Conjunction, conjunction } from './conjunction.ts'
import type { Flat } from './flat.ts'
import { late, type Workshop } from './maker.ts'
import { makePatternStrings } from './pattern-strings.ts'
import { integerBetween, type Run } from './run.ts'

/** Names for properties that no schema lists. */
export interface ExtraNames {
  /** How many an object that lists none usually gets: some for a map, none for a free form. */
  usual: number
  /** null when none can be made. */
  make(run: Run, tries: number): string | null
}

export function extraNames(flat: Flat, workshop: Workshop): ExtraNames {
  const patterns = flat.members.flatMap((one) => one.patterns)
  const makers = patterns.map(([pattern]) => makePatternStrings(pattern, 0, 20)).filter((make) => make !== null)
  const isMap = flat.members.some(({ additional }) => additional !== null && typeof additional.schema === 'object')
  const constrained = late(() => workshop.compile(namesSchema(flat), { name: null, owner: '', place: 'inner' }))
  return {
    usual: isMap || patterns.length > 0 ? 2 : 0,
    make(run, tries) {
      if (flat.propertyNames.length > 0) return String(constrained.get().make(run))
      if (makers.length > 0 && (!isMap || tries % 2 === 0)) return makers[tries % makers.length]?.(run) ?? null
      const name = run.noun()
      return tries < 20 ? name : `${name}${integerBetween(run, 1, 9_999)}`
    },
  }
}

function namesSchema(flat: Flat): Conjunction {
  return conjunction({ schema: { type: 'string' }, at: flat.at }, ...flat.propertyNames)
}
