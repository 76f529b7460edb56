import { echoOf, type LateMaker, type Place } from './maker.ts'
import type { Run } from './run.ts'
import { singular } from './scope.ts'
import { normalName } from './string-names.ts'

/** The path parameters of one operation, seen as what they name in its answers. */
export interface EchoPlan {
  /** The echo of one request; null when there is nothing to echo. */
  of(values: Readonly<Record<string, string>>): Echo | null
}

/** The path parameters of one request. */
export interface Echo {
  /** The properties of an object that repeat parameters, with their values. */
  into(shape: EchoShape, run: Run): ReadonlyMap<string, unknown> | null
}

/** An object as far as it may echo. */
export interface EchoShape {
  place: Place
  /** In lower case without separators, by property. */
  members: ReadonlyMap<string, { name: string; maker: LateMaker }>
}

interface Parameter {
  name: string
  /** What a property may be called that means it anywhere: `orderId`, or `userId` for `/users/{id}`. */
  everywhere: string[]
  /** What it may be called on the root of the body. */
  atRoot: string[]
  /** What it may be called on the resource that the path ends in; the first that takes the value is it. */
  onResource: string[]
}

/** What a resource is known by, where the parameter is called like the resource itself: `/repos/{repo}`. */
const resourceNames = ['id', 'slug', 'key', 'code', 'login', 'username', 'name']
const userNames = ['login', 'handle', 'nickname', 'name']

export function planEcho(template: string): EchoPlan {
  const parameters = parametersOf(template)
  const places = new WeakMap<EchoShape, [property: string, parameter: string][]>()

  function placesIn(shape: EchoShape): [property: string, parameter: string][] {
    let found = places.get(shape)
    if (found === undefined) {
      found = findPlaces(parameters, shape)
      places.set(shape, found)
    }
    return found
  }

  return {
    of(values) {
      if (parameters.length === 0) return null
      return {
        into(shape, run) {
          const pairs = placesIn(shape)
          if (pairs.length === 0) return null
          const echoed = new Map<string, unknown>()
          const done = new Set<string>()
          for (const [property, parameter] of pairs) {
            const text = values[parameter]
            if (text === undefined || echoed.has(property) || done.has(`${shape.place} ${parameter}`)) continue
            const member = shape.members.get(property)
            const value = member === undefined ? undefined : echoOf(member.maker, text, run)
            if (value === undefined) continue
            echoed.set(property, value)
            if (shape.place === 'resource') done.add(`${shape.place} ${parameter}`)
          }
          return echoed.size === 0 ? null : echoed
        },
      }
    },
  }
}

/** In the order in which they are tried. */
function findPlaces(parameters: readonly Parameter[], { place, members }: EchoShape): [string, string][] {
  const pairs: [string, string][] = []
  for (const parameter of parameters) {
    const names = [...parameter.everywhere, ...(place === 'resource' ? [...parameter.atRoot, ...parameter.onResource] : [])]
    for (const name of names) {
      for (const [property, member] of members) if (member.name === name) pairs.push([property, parameter.name])
    }
  }
  return pairs
}

function parametersOf(template: string): Parameter[] {
  const segments = template.split('/').filter((segment) => segment !== '')
  const parameters: Parameter[] = []
  for (const [position, segment] of segments.entries()) {
    const collection = segments.slice(0, position).findLast((one) => !one.includes('{'))
    const resource = singular(normalName(collection ?? ''))
    for (const [, name = ''] of segment.matchAll(/\{([^}]+)\}/g)) {
      parameters.push(parameterOf(name, resource, position === segments.length - 1))
    }
  }
  return parameters
}

function parameterOf(written: string, resource: string, isLast: boolean): Parameter {
  const name = normalName(written)
  const compound = /[a-z][A-Z]|[_.-]/.test(written)
  // `{id}` below /users/ is everywhere else called userId
  const everywhere = compound ? [name] : resource === '' ? [] : [`${resource}${name}`]
  return { name: written, everywhere, atRoot: [name], onResource: isLast ? namesOnResource(name, resource, compound) : [] }
}

/** `{issue_number}` below /issues/ is the number, `{productId}` the id, `{repo}` below /repos/ whatever names a repo. */
function namesOnResource(name: string, resource: string, compound: boolean): string[] {
  if (name === resource) return resourceNames
  if (name === 'username') return userNames
  const part = compound && resource !== '' && name.startsWith(resource) ? name.slice(resource.length) : ''
  if (part !== '') return [part]
  return name.endsWith('id') ? ['id'] : []
}
