import type { Terminal } from './terminal.ts'

/** Opens the page in the browser, where there is a display; else its URL, which was printed, is all there is. */
export async function openPage(host: { control: string; ticket: string }, { env, say }: Terminal): Promise<void> {
  if (!hasDisplay(env, process.platform)) return
  try {
    const { default: open } = await import('open')
    const child = await open(`${host.control}/#ticket=${host.ticket}`)
    child.on('error', () => say('The browser could not be opened; open the page by hand.'))
  } catch {
    say('The browser could not be opened; open the page by hand.')
  }
}

export function hasDisplay(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (env.CI) return false
  if (platform !== 'linux') return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME)
}
