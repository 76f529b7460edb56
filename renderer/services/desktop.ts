import type { DesktopBridge } from '../../proxy-core/model/desktop.ts'

/** What the desktop app's preload gives to the page; null in a browser. */
export function desktop(): DesktopBridge | null {
  return (globalThis as { switchyard?: DesktopBridge }).switchyard ?? null
}
