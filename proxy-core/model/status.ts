import { z } from 'zod'
import { masterMode, mode } from './mode.ts'
import { size } from './quantities.ts'

export const logHealth = z.object({
  state: z.enum(['ok', 'behind', 'failing', 'memory']).describe('memory: the folder can not be written, nothing is kept'),
  queued: z.number().int().describe('records that wait for the writer'),
  queuedBytes: z.number().int(),
  written: z.number().int().describe('records written since the host started'),
  shedBodies: z.number().int(),
  shedRecords: z.number().int(),
  bytes: z.number().int().describe('size of the log on disk'),
  keepBytes: z.number().int(),
  error: z.string().nullable(),
})
export type LogHealth = z.infer<typeof logHealth>

/** Versions, ports, counts, health. The data of a `host` event. */
export const status = z.object({
  version: z.string(),
  node: z.string(),
  pid: z.number().int(),
  startedAt: z.string(),
  gateway: z.object({
    url: z.string(),
    host: z.string(),
    port: z.number().int(),
    exposed: z.boolean().describe('reachable from other machines'),
  }),
  control: z.object({ url: z.string(), port: z.number().int() }),
  workspace: z.object({
    kind: z.enum(['none', 'folder', 'memory']),
    name: z.string().nullable(),
    folder: z.string().nullable(),
    writable: z.boolean(),
    error: z.string().nullable().describe('why the file on disk was not taken over; the last good one runs'),
    warnings: z.array(z.string()),
  }),
  mode: mode.describe("the workspace's mode"),
  master: masterMode,
  environment: z.string().nullable(),
  services: z.number().int(),
  routes: z.number().int(),
  exchanges: z.object({ total: z.number().int(), pending: z.number().int(), ratePerSecond: z.number(), errorShare: z.number() }),
  log: logHealth,
  memoryBytes: z.number().int(),
})
export type Status = z.infer<typeof status>

/** Settings that can be read and changed while the host runs. Capture settings take effect at once, a port at the next start. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  page: z.record(z.string(), z.unknown()).describe('what the page remembers: column widths, pane sizes'),
  capture: z.object({ bodyLimit: size, mask: z.array(z.string()), keepExchanges: z.number().int(), keepSize: size }),
  gateway: z.object({ port: z.number().int(), hosts: z.array(z.string()), origins: z.array(z.string()), callbacks: z.array(z.string()) }),
})
export type Settings = z.infer<typeof settings>

export const settingsChange = z.strictObject({
  theme: settings.shape.theme.optional(),
  page: settings.shape.page.optional(),
  capture: z
    .strictObject({
      bodyLimit: size.optional(),
      mask: z.array(z.string().min(1)).optional(),
      keepExchanges: z.number().int().min(1).optional(),
      keepSize: size.optional(),
    })
    .optional(),
  gateway: z
    .strictObject({
      port: z.number().int().min(1).max(65535).optional(),
      hosts: z.array(z.string().min(1)).optional(),
      origins: z.array(z.string().min(1)).optional(),
      callbacks: z.array(z.string().min(1)).optional(),
    })
    .optional(),
})
export type SettingsChange = z.infer<typeof settingsChange>

/** Counts in equal buckets of time, for charts and for the numbers in the status line. */
export const stats = z.object({
  from: z.string(),
  to: z.string(),
  bucketMs: z.number(),
  total: z.number().int(),
  errors: z.number().int().describe('status 500 and above, or no answer'),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  ratePerSecond: z.number(),
  byStatus: z.record(z.string(), z.number().int()).describe('by class: 2xx, 4xx, none'),
  bySource: z.record(z.string(), z.number().int()),
  buckets: z.array(
    z.object({
      at: z.string(),
      count: z.number().int(),
      errors: z.number().int(),
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
    }),
  ),
})
export type Stats = z.infer<typeof stats>
