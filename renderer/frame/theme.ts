import { usePreferences } from '../api/preferences.ts'

/** Keeps the page's theme at what is chosen, or at the system's. */
export function followTheme(): void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const { theme } = usePreferences.getState()
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'dark' : 'light') : theme
  }
  system.addEventListener('change', apply)
  usePreferences.subscribe(apply)
  apply()
}
