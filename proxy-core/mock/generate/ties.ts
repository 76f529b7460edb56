import type { Member } from './object-members.ts'
import { referenceDate } from './run.ts'
import { plural, singular } from './scope.ts'

/** Sets a property where the schema takes the value and nothing else decides it. */
export type Put = (member: Member, value: unknown) => void
/** What has to be equal, smaller or the sum of others in one object. */
export type Tie = (made: Readonly<Record<string, unknown>>, put: Put) => void

type Names = ReadonlyMap<string, Member>
type Finder = (byName: Names) => Tie[]

/** In the order in which they are applied: lines before their sums. */
export function tiesOf(byName: Names): Tie[] {
  const finders: Finder[] = [idsOfObjects, idsOfLists, countsOfLists, pairsInOrder, lineTotals, sums, ages]
  return finders.flatMap((find) => find(byName))
}

/** `ownerId` is the id of `owner`. */
function idsOfObjects(byName: Names): Tie[] {
  return [...byName].flatMap(([name, member]) => {
    const held = byName.get(/^(.+?)(uu)?id$/.exec(name)?.[1] ?? '')
    if (held === undefined) return []
    return [
      (made, put) => {
        const id = ownId(made[held.name], member.name)
        if (id !== undefined) put(member, id)
      },
    ]
  })
}

/** `tagIds` are the ids of `tags`. */
function idsOfLists(byName: Names): Tie[] {
  return [...byName].flatMap(([name, member]) => {
    const of = /^(.+?)(uu)?ids$/.exec(name)?.[1] ?? ''
    const held = byName.get(plural(of)) ?? byName.get(of)
    if (held === undefined) return []
    return [
      (made, put) => {
        const list = made[held.name]
        const ids = Array.isArray(list) ? list.map((one) => ownId(one, '')).filter((id) => id !== undefined) : []
        if (Array.isArray(list) && ids.length === list.length) put(member, ids)
      },
    ]
  })
}

/** `itemCount` is the length of `items`. */
function countsOfLists(byName: Names): Tie[] {
  return [...byName].flatMap(([name, member]) => {
    const of = /^(?:num(?:ber)?(?:of)?|total)(.+)$|^(.+?)(?:count|total)$/.exec(name)
    const counted = of?.[1] ?? of?.[2] ?? ''
    const held = byName.get(counted) ?? byName.get(plural(singular(counted)))
    if (counted === '' || held === undefined || held === member) return []
    return [
      (made, put) => {
        const list = made[held.name]
        if (Array.isArray(list)) put(member, list.length)
      },
    ]
  })
}

const opposites: [RegExp, string][] = [
  [/^min(imum)?|min$/, 'max'],
  [/^min(imum)?/, 'maximum'],
  [/^low(est)?|low$/, 'high'],
  [/^lowest/, 'highest'],
  [/^lower/, 'upper'],
  [/^from/, 'to'],
]
const smaller: [less: RegExp, more: RegExp][] = [
  [/^(sale|discount(ed)?|special|offer|promo|net|current)price$/, /^(price|(regular|list|original|gross|compareat|base)price|msrp)$/],
  [/^price$/, /^((regular|list|original|compareat|old|previous|before)price|msrp)$/],
  [/^(used|consumed|usage|available|remaining)$/, /^(limit|quota|capacity|max)$/],
]

/** `minPrice` is not over `maxPrice`: they change places. */
function pairsInOrder(byName: Names): Tie[] {
  const pairs: [Member, Member][] = []
  for (const [name, less] of byName) {
    for (const [pattern, opposite] of opposites) {
      const more = pattern.test(name) ? byName.get(name.replace(pattern, opposite)) : undefined
      if (more !== undefined) pairs.push([less, more])
    }
    for (const [pattern, larger] of smaller) {
      const more = pattern.test(name) ? [...byName].find(([other]) => larger.test(other))?.[1] : undefined
      if (more !== undefined) pairs.push([less, more])
    }
  }
  return pairs.map(([less, more]) => (made, put) => {
    const [one, other] = [made[less.name], made[more.name]]
    if (typeof one !== 'number' || typeof other !== 'number' || one <= other) return
    put(less, other)
    put(more, one)
  })
}

const prices = /^(unit|item|net)?(price|amount|cost)$|^unit(price|amount|cost)$/
const quantities = /^(quantity|qty|units|count)$/
const lineTotalNames = /^(line|item|row)?(total|subtotal)(price|amount|cost)?$|^(line|extended)(price|amount)$|^amount$/
const lists = /^((line|order|cart|invoice|basket)?(item|line|product|position|entrie|article|good)s?|entries)$/

/** `total` of a line is its price times its quantity. */
function lineTotals(byName: Names): Tie[] {
  const price = find(byName, prices)
  const quantity = find(byName, quantities)
  const total = [...byName].find(([name, member]) => lineTotalNames.test(name) && member !== price)?.[1]
  if (price === undefined || quantity === undefined || total === undefined || price === total) return []
  return [
    (made, put) => {
      const [each, times] = [numberOf(made[price.name]), numberOf(made[quantity.name])]
      if (each !== null && times !== null) put(total, like(made[total.name], each * times))
    },
  ]
}

/** `subtotal` is the sum of the lines, `total` what comes of it with tax, shipping and discount. */
function sums(byName: Names): Tie[] {
  const list = find(byName, lists)
  const subtotal = find(byName, /^sub(total|amount|sum|price)?$|^(items?|net)(total|amount|sum|price)$|^totalnet$/)
  const total = find(byName, /^(grand|order|gross|total|overall)?(total|sum)(amount|price|cost|sum|value)?$|^totalgross$/)
  const added = [...byName].filter(([name]) =>
    /^(total)?(tax|vat|shipping|delivery|fee|fees|tip|handling)(es|amount|cost|price|total|fee|fees)?$/.test(name),
  )
  const taken = [...byName].filter(([name]) => /^(total)?(discount|rebate|savings)s?(amount|total)?$/.test(name))
  const ties: Tie[] = []
  const base = subtotal ?? (added.length + taken.length === 0 ? total : undefined)
  if (list !== undefined && base !== undefined) {
    ties.push((made, put) => {
      const lines = made[list.name]
      const amounts = Array.isArray(lines) ? lines.map(amountOf) : []
      if (amounts.length === 0 || amounts.some((one) => one === null)) return
      put(
        base,
        like(
          made[base.name],
          amounts.reduce<number>((sum, one) => sum + (one ?? 0), 0),
        ),
      )
    })
  }
  if (subtotal === undefined || total === undefined || subtotal === total) return ties
  ties.push((made, put) => {
    const net = numberOf(made[subtotal.name])
    if (net === null) return
    for (const [, one] of taken) {
      const less = numberOf(made[one.name])
      if (less !== null && less > net) put(one, like(made[one.name], net / 10))
    }
    const sumOf = (some: typeof added) => some.reduce((sum, [, one]) => sum + (numberOf(made[one.name]) ?? 0), 0)
    put(total, like(made[total.name], net + sumOf(added) - sumOf(taken)))
  })
  return ties
}

function amountOf(line: unknown): number | null {
  if (!isRecord(line)) return null
  const named = (pattern: RegExp) => Object.keys(line).find((key) => pattern.test(key.replace(/[^A-Za-z]/g, '').toLowerCase()))
  const [total, price, quantity] = [named(lineTotalNames), named(prices), named(quantities)]
  if (total !== undefined && total !== price) return numberOf(line[total])
  if (price === undefined) return null
  const times = quantity === undefined ? 1 : numberOf(line[quantity])
  const each = numberOf(line[price])
  return times === null || each === null ? null : each * times
}

/** `age` is what `birthDate` says. */
function ages(byName: Names): Tie[] {
  const age = byName.get('age')
  const birth = find(byName, /^(birth(date|day)?|dateofbirth|dob|born(at|on)?)$/)
  if (age === undefined || birth === undefined) return []
  return [
    (made, put) => {
      const years = (referenceDate.getTime() - Date.parse(String(made[birth.name]))) / (365.25 * 86_400_000)
      if (Number.isFinite(years)) put(age, Math.floor(years))
    },
  ]
}

function find(byName: Names, pattern: RegExp): Member | undefined {
  for (const [name, member] of byName) if (pattern.test(name)) return member
  return undefined
}

/** What an object is known by, where it is a scalar. */
function ownId(value: unknown, calledHere: string): unknown {
  if (!isRecord(value)) return undefined
  const id = value.id ?? value._id ?? value.uuid ?? value[calledHere]
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : null
}

/** To the cent, as text where it stands in place of one. */
function like(before: unknown, value: number): unknown {
  return typeof before === 'string' ? value.toFixed(2) : Number(value.toFixed(2))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
