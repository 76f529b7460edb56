import { type Mode, workingModes } from '../../proxy-core/model/mode.ts'
import type { Route, Service } from '../../proxy-core/model/route.ts'

/** What a switch over many routes shows. */
export interface ModesBeneath {
  /** The one that all of them answer with; null when they differ. */
  mode: Mode | null
  parts: ReadonlySet<Mode>
  /** Modes that none of them can serve, with the reason. */
  refused: Partial<Record<Mode, string>>
  /** The master switch decides for them. */
  held: boolean
}

export function modesBeneath(routes: readonly Route[], otherwise: Mode): ModesBeneath {
  const parts = new Set(routes.map((route) => route.mode))
  const refused: Partial<Record<Mode, string>> = {}
  for (const mode of workingModes) {
    const reasons = routes.map((route) => route.refusedModes[mode])
    if (routes.length > 0 && reasons.every((reason) => reason !== undefined)) refused[mode] = reasons[0] ?? ''
  }
  const [only = otherwise] = parts
  return { mode: parts.size > 1 ? null : only, parts, refused, held: routes.some((route) => route.modeSource === 'master') }
}

/** The same for a service, which has a mode of its own even when its routes are set otherwise. */
export function modesOfService(service: Service, routes: readonly Route[]): ModesBeneath {
  const beneath = modesBeneath(routes, service.mode)
  return { ...beneath, held: beneath.held || service.modeSource === 'master' }
}
