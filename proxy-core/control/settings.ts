import { captureLimits } from '../model/limits.ts'
import type { Settings, SettingsChange } from '../model/status.ts'
import { DEFAULT_GATEWAY_PORT, DEFAULT_KEEP_BYTES, DEFAULT_KEEP_EXCHANGES, DEFAULT_MASK } from '../model/workspace.ts'
import type { UserSettings } from '../workspace/user-settings.ts'
import type { WorkspaceEdit } from '../workspace/workspace.ts'
import type { ControlContext } from './context.ts'
import type { Serving } from './serving.ts'

/** Settings as one thing: what the user likes lives with the user, what a team shares in the workspace, a port in the overlay. */
export function settingsOf(user: UserSettings, serving: Serving): Pick<ControlContext, 'settings' | 'changeSettings'> {
  return { settings: () => view(user, serving), changeSettings: (change) => apply(user, serving, change) }
}

function view(user: UserSettings, serving: Serving): Settings {
  const { capture, gateway } = serving.opened().workspace.settings()
  const { theme, page } = user.read()
  return {
    theme,
    page,
    capture: {
      bodyLimit: capture?.bodyLimit ?? captureLimits.MAX_CAPTURED_BODY_BYTES,
      mask: capture?.mask ?? DEFAULT_MASK,
      keepExchanges: capture?.keep?.exchanges ?? DEFAULT_KEEP_EXCHANGES,
      keepSize: capture?.keep?.size ?? DEFAULT_KEEP_BYTES,
    },
    gateway: {
      port: gateway?.port ?? DEFAULT_GATEWAY_PORT,
      hosts: gateway?.hosts ?? [],
      origins: gateway?.origins ?? [],
      callbacks: gateway?.callbacks ?? [],
    },
  }
}

async function apply(user: UserSettings, serving: Serving, { theme, page, capture, gateway }: SettingsChange): Promise<void> {
  const { workspace } = serving.opened()
  const shared: WorkspaceEdit[] = [
    { path: ['capture', 'bodyLimit'], value: capture?.bodyLimit },
    { path: ['capture', 'mask'], value: capture?.mask },
    { path: ['capture', 'keep', 'exchanges'], value: capture?.keepExchanges },
    { path: ['capture', 'keep', 'size'], value: capture?.keepSize },
    { path: ['gateway', 'hosts'], value: gateway?.hosts },
    { path: ['gateway', 'origins'], value: gateway?.origins },
    { path: ['gateway', 'callbacks'], value: gateway?.callbacks },
  ].filter(({ value }) => value !== undefined)
  if (theme !== undefined || page !== undefined) await user.change({ theme, page })
  if (shared.length > 0) await workspace.edit('shared', shared)
  if (gateway?.port !== undefined) await workspace.edit('local', [{ path: ['gateway', 'port'], value: gateway.port }])
}
