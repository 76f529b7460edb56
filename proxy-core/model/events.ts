import { z } from 'zod'
import { exchangeSummary } from './exchange.ts'
import { masterMode, mode } from './mode.ts'
import { route, service } from './route.ts'
import { status } from './status.ts'

/** Events of the stream: name and the shape of `data`. `reset` means: something was left out, load the list again. */
export const eventData = {
  exchange: exchangeSummary,
  route,
  service: z.union([service, z.object({ name: z.string(), removed: z.literal(true) })]),
  workspace: z.object({ mode, master: masterMode, changed: z.enum(['routes', 'services', 'settings', 'folder', 'log']) }),
  host: status,
  reset: z.object({}),
} as const
export type EventName = keyof typeof eventData
export type EventData<N extends EventName> = z.output<(typeof eventData)[N]>
