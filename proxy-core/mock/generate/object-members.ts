import type { LateMaker } from './maker.ts'
import type { Run } from './run.ts'

export interface Member {
  name: string
  required: boolean
  /** Else it is only there when another property needs it. */
  declared: boolean
  maker: LateMaker
  weight(): number
}

/** The properties that an object may have, and the rules about how many and which together. */
export interface Members {
  list: readonly Member[]
  forbidden: ReadonlySet<string>
  needs: readonly [name: string, needs: string[]][]
  min: number
  max: number
}

/** The properties of one object: all of them, unless the request for a small one or a rule stands against it. */
export function selectMembers(members: Members, run: Run): readonly Member[] {
  const { list, needs, min, max } = members
  if (!run.tight && run.leaveOut === 0 && needs.length === 0 && list.length <= max) return list
  const chosen = new Set(list.filter((one) => one.required).map((one) => one.name))
  close(chosen, needs)
  const optional = list.filter((one) => one.declared && !chosen.has(one.name))
  const later: Member[] = []
  for (const one of optional) {
    if ((run.tight && one.weight() > 1) || (run.leaveOut > 0 && run.random() < run.leaveOut)) later.push(one)
    else add(one, chosen, members, max)
  }
  for (const one of later) if (chosen.size < min) add(one, chosen, members, max)
  return list.filter((one) => chosen.has(one.name))
}

function add(one: Member, chosen: Set<string>, { needs, forbidden }: Members, max: number): void {
  const together = close(new Set(chosen).add(one.name), needs)
  if (together.size > max) return
  for (const name of together) if (forbidden.has(name)) return
  for (const name of together) chosen.add(name)
}

/** Adds what `dependentRequired` asks for. */
function close(names: Set<string>, needs: Members['needs']): Set<string> {
  for (let before = -1; before < names.size; ) {
    before = names.size
    for (const [name, needed] of needs) if (names.has(name)) for (const one of needed) names.add(one)
  }
  return names
}
