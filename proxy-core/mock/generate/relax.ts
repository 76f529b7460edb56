import type { Flat } from './flat.ts'

/** Keywords that are left out of account, by the place of the schema whose values they stand against. */
export type Relaxed = ReadonlyMap<string, ReadonlySet<string>>

export const nothingRelaxed: Relaxed = new Map()

/** As if the keyword weren't there. */
export function relax(flat: Flat, keyword: string): void {
  switch (keyword) {
    case 'minimum':
    case 'exclusiveMinimum':
      flat[keyword] = -Infinity
      break
    case 'maximum':
    case 'exclusiveMaximum':
      // as near as it gets
      flat[keyword] = flat.minimum > -Infinity && flat.exclusiveMinimum < flat.minimum && keyword === 'maximum' ? flat.minimum : Infinity
      break
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      flat[keyword] = Infinity
      break
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      flat[keyword] = 0
      break
    case 'enum':
    case 'const':
      flat.enum = null
      break
    case 'uniqueItems':
      flat.uniqueItems = false
      break
    case 'required':
      flat.required = new Set()
      break
    case 'pattern':
      flat.patterns = []
      break
    case 'format':
      flat.formats = []
      break
    case 'multipleOf':
    case 'contains':
    case 'items':
    case 'not':
      flat[keyword] = []
      break
    default:
      flat.choices = flat.choices.filter((choice) => choice.keyword !== keyword)
  }
}
