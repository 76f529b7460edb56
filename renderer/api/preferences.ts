import { create } from 'zustand'
import type { Settings } from '../../proxy-core/model/status.ts'
import { call } from './call.ts'
import { keys, queryClient } from './queries.ts'

type Theme = Settings['theme']

/**
 * What the page remembers: kept in the host's settings and not in the browser's storage, because the port, and with it
 * the origin, may be another one tomorrow.
 */
interface Preferences {
  loaded: boolean
  theme: Theme
  page: Record<string, unknown>
}

export const usePreferences = create<Preferences>(() => ({ loaded: false, theme: 'system', page: {} }))

const SAVE_AFTER_MS = 400
let saving: ReturnType<typeof setTimeout> | undefined

/** Reads them once, when the session is open. */
export async function loadPreferences(): Promise<void> {
  const { theme, page } = await queryClient.fetchQuery({ queryKey: keys.settings, queryFn: () => call('getSettings') })
  usePreferences.setState({ loaded: true, theme, page })
}

/** One thing that is remembered, by name, with what holds until it is chosen. The shape is the caller's to check. */
export function usePreference<T>(name: string, otherwise: T, isValid: (value: unknown) => value is T): [T, (value: T) => void] {
  const kept = usePreferences((state) => state.page[name])
  return [isValid(kept) ? kept : otherwise, (value) => remember(name, value)]
}

export function remember(name: string, value: unknown): void {
  usePreferences.setState(({ page }) => ({ page: { ...page, [name]: value } }))
  clearTimeout(saving)
  saving = setTimeout(() => {
    // What can't be remembered is no reason to disturb: it holds until the page is closed.
    call('changeSettings', { body: { page: usePreferences.getState().page } }).catch(() => {})
  }, SAVE_AFTER_MS)
}

export async function setTheme(theme: Theme): Promise<void> {
  usePreferences.setState({ theme })
  await call('changeSettings', { body: { theme } })
}

export const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
