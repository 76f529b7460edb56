import { z } from 'zod'

/** What answers a route: the document's mock, the upstream, the upstream else the mock, or the newest capture. */
export const mode = z.enum(['mock', 'live', 'auto', 'recorded'])
export type Mode = z.infer<typeof mode>

/** The modes that this version can serve. Everything that offers or accepts a mode goes by this list. */
export const workingModes = ['mock', 'live'] as const satisfies readonly Mode[]
export const workingMode = z.enum(workingModes)
export type WorkingMode = z.infer<typeof workingMode>

/** The master switch: everything mock, everything live, or each route as set (null). */
export const masterMode = z.enum(['mock', 'live']).nullable()
export type MasterMode = z.infer<typeof masterMode>

/** Who decided the mode of a route, in the order in which they are asked; the first that says something wins. */
export const modeSource = z.enum(['master', 'client', 'route', 'service', 'workspace', 'default'])
export type ModeSource = z.infer<typeof modeSource>

/**
 * What actually produced an answer. `gateway` is Switchyard itself refusing or failing; a `callback` and a `webhook` were
 * sent by it, and whoever they went to has answered.
 */
export const source = z.enum(['mock', 'live', 'fallback', 'recorded', 'cache', 'gateway', 'callback', 'webhook'])
export type Source = z.infer<typeof source>
