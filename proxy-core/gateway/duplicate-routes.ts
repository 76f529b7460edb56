import type { Diagnostic } from '../model/finding.ts'
import { WORKSPACE_FILE } from '../model/workspace.ts'
import { parseTemplate, shapeOf } from '../openapi/template.ts'
import type { RouteRuntime, ServiceRuntime } from './switchboard.ts'

export const DUPLICATE_ROUTE = 'duplicate-route'
const MAX_NAMED = 3

/** A warning for each service before this one, on the same mount, that has some of its routes: those are never reached. */
export function duplicateRoutes(service: ServiceRuntime, services: readonly ServiceRuntime[]): Diagnostic[] {
  const before = services.slice(0, services.indexOf(service)).filter(({ mount }) => mount === service.mount)
  if (before.length === 0) return []
  const left = new Map(service.routes.map((route) => [shapeOfRoute(route), route]))
  return before.flatMap((other) => {
    const taken: RouteRuntime[] = []
    for (const shape of other.routes.map(shapeOfRoute)) {
      const route = left.get(shape)
      if (route && left.delete(shape)) taken.push(route)
    }
    return taken.length === 0 ? [] : [warning(service, other, taken)]
  })
}

function warning(service: ServiceRuntime, other: ServiceRuntime, taken: readonly RouteRuntime[]): Diagnostic {
  const names = taken.slice(0, MAX_NAMED).map(({ operation }) => `${operation.method} ${operation.template}`)
  const more = taken.length > MAX_NAMED ? ` and ${taken.length - MAX_NAMED} more` : ''
  const place = service.mount || '/'
  return {
    severity: 'warning',
    code: DUPLICATE_ROUTE,
    message: `${service.name} and ${other.name} are both mounted at ${place}, and ${other.name}, which comes first, answers ${names.join(', ')}${more}. Give one of them another mount.`,
    file: WORKSPACE_FILE,
    line: null,
    column: null,
  }
}

/** Method and path without the names of parameters. */
function shapeOfRoute({ operation }: RouteRuntime): string {
  const segments = parseTemplate(operation.template).map((segment) => {
    if (segment.kind === 'static') return segment.text
    return segment.kind === 'parameter' ? '{}' : shapeOf(segment.literals)
  })
  return `${operation.method} ${segments.join('/')}`
}
