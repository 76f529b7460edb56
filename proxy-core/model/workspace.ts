import { z } from 'zod'
import { callbackSetting } from './callback.ts'
import { mode } from './mode.ts'
import { duration, size } from './quantities.ts'
import { routeResponse } from './route.ts'

/** File names and places of a workspace. */
export const WORKSPACE_FILE = 'switchyard.yaml'
export const OVERLAY_FILE = 'switchyard.local.yaml'
export const STATE_FOLDER = '.switchyard'

export const DEFAULT_GATEWAY_PORT = 4010

const serviceName = z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i, 'a name of letters, digits, dots and dashes')
/** What would not be forwarded may not stand in it: a user, a query, a fragment. */
export const upstreamUrl = z.string().refine((text) => /^https?:\/\/[^/\s@?#]+(\/[^?#]*)?$/i.test(text) && URL.canParse(text), {
  message: 'a URL without user, query and fragment, such as http://localhost:8080',
})
const mount = z.string().regex(/^(\/[^\s?#]*)?$/, 'a path that starts with a slash, such as /api')

export const routeSettings = z.object({
  mode: mode.optional(),
  response: routeResponse.optional(),
  delay: duration.optional(),
  callbacks: callbackSetting.optional(),
})
export type RouteSettings = z.infer<typeof routeSettings>

export const serviceSettings = z.object({
  spec: z.string().optional(),
  mount: mount.optional(),
  mode: mode.optional(),
  upstream: upstreamUrl.optional(),
  routes: z.record(z.string(), routeSettings).optional(),
})
export type ServiceSettings = z.infer<typeof serviceSettings>

export const environmentSettings = z.object({
  upstreams: z.record(serviceName, upstreamUrl).optional(),
})

/**
 * `switchyard.yaml` and its overlay `switchyard.local.yaml`: one form, the overlay laid over the shared file key by key.
 * Keys that this version does not know are kept in the file and named in a warning, never dropped.
 */
export const workspaceSettings = z.object({
  version: z.literal(1).default(1),
  mode: mode.optional(),
  gateway: z
    .object({
      port: z.number().int().min(0).max(65535).optional(),
      hosts: z.array(z.string()).optional(),
      origins: z.array(z.string()).optional(),
      callbacks: z.array(z.string()).optional(),
    })
    .optional(),
  services: z.record(serviceName, serviceSettings).optional(),
  environments: z.record(z.string(), environmentSettings).optional(),
  environment: z.string().optional(),
  capture: z
    .object({
      bodyLimit: size.optional(),
      mask: z.array(z.string()).optional(),
      keep: z.object({ exchanges: z.number().int().min(1).optional(), size: size.optional() }).optional(),
    })
    .optional(),
})
export type WorkspaceSettings = z.infer<typeof workspaceSettings>

export const DEFAULT_MASK = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key']
export const DEFAULT_KEEP_EXCHANGES = 1_000_000
export const DEFAULT_KEEP_BYTES = 4 * 2 ** 30

/** The slug of a title or file name: lower case, digits and dashes; never empty. */
export function slug(text: string): string {
  const made = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return made || 'service'
}

/** `name`, or `name-2`, `name-3`… when taken. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  if (!taken(name)) return name
  for (let n = 2; ; n++) if (!taken(`${name}-${n}`)) return `${name}-${n}`
}

/** A service as it is to be served: the workspace's settings with everything inherited and resolved. */
export interface ServicePlan {
  name: string
  /** Where its document comes from; paths are absolute. null when it has none. */
  source: { kind: 'file'; path: string } | { kind: 'url'; url: string } | { kind: 'text'; text: string; name: string } | null
  /** The document as people see it named. */
  spec: string | null
  /** null takes the path of the document's first server. */
  mount: string | null
  mode: z.infer<typeof mode> | null
  /** URL in the active environment, without a trailing slash. */
  upstream: string | null
  routes: Record<string, RouteSettings>
  /** The bundled sample shop. */
  sample: boolean
}
