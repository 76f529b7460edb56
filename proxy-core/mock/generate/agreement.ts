import { takes } from './maker.ts'
import type { Member } from './object-members.ts'
import type { PageList } from './page-list.ts'
import { absent, type Page, pageFields } from './pages.ts'
import type { Run } from './run.ts'
import { idOf } from './scope.ts'
import { normalName } from './string-names.ts'
import { type Tie, tiesOf } from './ties.ts'
import { Unsatisfiable } from './unsatisfiable.ts'

/** How the values of one object agree with each other, with the objects around it and with the page they are on. */
export interface Agreement {
  /** The property that the object is known by; null when it has none. */
  idName: string | null
  /** What some properties have to be, whatever they would be made; null when nothing is known. */
  known(run: Run, echoed: ReadonlyMap<string, unknown> | null): ReadonlyMap<string, unknown> | null
  /** Changes what was made so that it agrees. */
  settle(made: Record<string, unknown>, run: Run, known: ReadonlyMap<string, unknown> | null): void
}

export interface AgreementOptions {
  list: readonly Member[]
  /** What the object is. */
  type: string
  /** Whether the object speaks of the page that its list is. */
  speaks: PageList['speaks']
}

type Names = ReadonlyMap<string, Member>

export function agreementOf({ list, type, speaks }: AgreementOptions): Agreement {
  const byName: Names = new Map(list.map((one) => [normalName(one.name), one]))
  const id = ['id', 'uuid', 'guid', `${type}id`].map((name) => byName.get(name)).find((member) => member !== undefined)
  const references = referencesOf(byName, id)
  const ties = tiesOf(byName)
  const names = list.map((one) => one.name)
  const fields = speaks === 'no' ? null : pageFields(names, { certain: speaks === 'sure' })
  const paged = [...(fields ?? [])].flatMap(([name, field]) => {
    const member = list.find((one) => one.name === name)
    return member === undefined ? [] : [{ member, field }]
  })

  function addPage(known: Map<string, unknown>, current: Page): void {
    for (const { member, field } of paged) {
      if (known.has(member.name)) continue
      const value = field(current).find((one) => (one === absent ? !member.required : takesValue(member, one)))
      if (value !== undefined) known.set(member.name, value)
    }
  }

  return {
    idName: id?.name ?? null,
    known(run, echoed) {
      if (!run.coherent || (references.length === 0 && (paged.length === 0 || run.page === null))) return echoed
      let known: Map<string, unknown> | null = null
      for (const { member, to } of references) {
        const value = echoed?.has(member.name) ? undefined : idOf(run.scope.outer, to)
        if (value === undefined || !takesValue(member, value)) continue
        known ??= new Map(echoed)
        known.set(member.name, value)
      }
      if (paged.length === 0 || run.page === null) return known ?? echoed
      known ??= new Map(echoed)
      addPage(known, run.page)
      return known
    },
    settle(made, run, known) {
      if (run.coherent) for (const tie of ties) applyTie(tie, made, run, known)
    },
  }
}

/** Properties that name another thing by its id: `orderId` in a line of an order. */
function referencesOf(byName: Names, own: Member | undefined): { member: Member; to: string }[] {
  return [...byName].flatMap(([name, member]) => {
    const to = /^(.+?)(uu)?id$/.exec(name)?.[1]
    return to === undefined || member === own ? [] : [{ member, to }]
  })
}

function applyTie(tie: Tie, made: Record<string, unknown>, run: Run, known: ReadonlyMap<string, unknown> | null): void {
  const usesExamples = run.examples !== 'none' && !run.repeated
  tie(made, (member, value) => {
    if (!Object.hasOwn(made, member.name) || known?.has(member.name) || made[member.name] === value) return
    if ((usesExamples && isExampled(member)) || !takesValue(member, value)) return
    made[member.name] = value
  })
}

function takesValue(member: Member, value: unknown): boolean {
  return takes(member.maker, value)
}

function isExampled({ maker }: Member): boolean {
  try {
    return maker.get().exampled === true
  } catch (error) {
    if (error instanceof Unsatisfiable) return false
    throw error
  }
}
