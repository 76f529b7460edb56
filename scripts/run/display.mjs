/** Whether a window or a browser can be shown to a person here. */
export function hasDisplay() {
  if (process.env.CI) return false
  if (process.platform === 'linux') return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  return !process.env.SSH_CONNECTION
}
