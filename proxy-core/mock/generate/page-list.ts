import type { Conjunction } from './conjunction.ts'
import type { Flat } from './flat.ts'
import { flatten } from './flat-schema.ts'
import type { Context, Workshop } from './maker.ts'
import { holderNames, listNames, pageFields } from './pages.ts'
import { normalName } from './string-names.ts'

/** The list that an object is a page of, by its property; and how sure it is that the object speaks of that page. */
export interface PageList {
  name: string | null
  speaks: 'no' | 'perhaps' | 'sure'
}

const none: PageList = { name: null, speaks: 'no' }
/** What has more properties is no page. */
const MAX_PROPERTIES = 40

export function pageListOf(flat: Flat, context: Context, workshop: Workshop, schemasFor: (name: string) => Conjunction): PageList {
  if (context.place === 'page') return { name: null, speaks: 'sure' }
  if (context.place !== 'resource') return none
  const names = flat.members.flatMap(({ properties }) => [...properties.keys()])
  if (names.length > MAX_PROPERTIES || names.some((name) => normalName(name) === 'id')) return none
  const isOf = (name: string, type: 'array' | 'integer') => flatten(workshop.document, schemasFor(name)).types?.has(type) === true
  const lists = names.filter((name) => isOf(name, 'array'))
  const named = lists.find((name) => listNames.has(normalName(name)))
  const total = names.find((name) => /^total$/i.test(name))
  const speaks = named !== undefined && total !== undefined && isOf(total, 'integer') ? 'sure' : 'perhaps'
  if (named !== undefined) return { name: named, speaks }
  const [only, ...others] = lists
  if (only === undefined || others.length > 0) return none
  const isPage =
    names.length === 1 || names.some((name) => holderNames.has(normalName(name))) || pageFields(names, { certain: false }).size > 0
  return isPage ? { name: only, speaks } : none
}
