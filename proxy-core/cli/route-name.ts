import { nearest } from '../model/nearest.ts'
import { routeId } from '../model/route.ts'
import { usageError } from './exits.ts'

/** A service with the names that its routes go by. */
export interface NamedService {
  name: string
  routes: readonly { method: string; template: string; operationId: string | null }[]
}

export type Target = { kind: 'service'; service: string } | { kind: 'route'; service: string; route: NamedService['routes'][number] }

/**
 * What a name means: a service first, then a route, by `METHOD /path` or operation id, with or without its service.
 * @throws CommandError (usage) with what was meant, perhaps, or with the candidates
 */
export function targetOf(name: string, services: readonly NamedService[]): Target {
  const service = services.find((each) => each.name === name)
  if (service) return { kind: 'service', service: service.name }
  const found = services.flatMap((each) =>
    each.routes.filter((route) => namesOf(each.name, route).includes(canonical(name))).map((route) => ({ service: each.name, route })),
  )
  const [first, ...others] = found
  if (first && others.length === 0) return { kind: 'route', ...first }
  if (first) {
    const ids = found.map((each) => idOf(each.service, each.route))
    throw usageError(`"${name}" is a route of several services: ${ids.map((id) => `"${id}"`).join(', ')}. Say which.`)
  }
  throw usageError(`there is no service or route "${name}"${hint(name, services)}`)
}

export function idOf(service: string, { method, template }: NamedService['routes'][number]): string {
  return routeId(service, method, template)
}

function namesOf(service: string, route: NamedService['routes'][number]): string[] {
  const own = [`${route.method} ${route.template}`, ...(route.operationId === null ? [] : [route.operationId])]
  return [...own, ...own.map((each) => `${service}:${each}`)]
}

/** Methods are upper case in ids; nobody has to type them so. */
function canonical(name: string): string {
  return name.replace(
    /^([^\s:]*:)?([a-z]+)\s+\//i,
    (_, service: string | undefined, method: string) => `${service ?? ''}${method.toUpperCase()} /`,
  )
}

function hint(name: string, services: readonly NamedService[]): string {
  const inside = services.find((each) => name.startsWith(`${each.name}:`))
  const wanted = inside ? name.slice(inside.name.length + 1) : name
  const names = (inside ? [inside] : services).flatMap((each) => [
    ...(inside ? [] : [each.name]),
    ...each.routes.flatMap((route) => (route.operationId === null ? [] : [route.operationId])),
    ...each.routes.map((route) => `${route.method} ${route.template}`),
  ])
  const meant = nearest(wanted, new Set(names)).map((each) => (inside ? `${inside.name}:${each}` : each))
  if (meant.length > 0) return `; did you mean ${meant.map((each) => `"${each}"`).join(' or ')}?`
  return services.length === 0 ? '; nothing is defined yet' : `; services are ${services.map((each) => each.name).join(', ')}`
}
