import type { BrowserWindow, BrowserWindowConstructorOptions, Screen } from 'electron'
import { readWindowState, writeWindowState } from './window-state.ts'

export interface WindowParts {
  BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow
  screen: Pick<Screen, 'getAllDisplays'>
  /** Path of the preload bundle. */
  preload: string
  /** Where the window's place is kept. */
  stateFile: string
}

const DEFAULT_SIZE = { width: 1280, height: 820 }

/** The one window, at its last place, with nothing of Node in it. */
export function openWindow({ BrowserWindow, screen, preload, stateFile }: WindowParts): BrowserWindow {
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const { bounds, maximized } = readWindowState(stateFile, screens)
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...bounds,
    minWidth: 720,
    minHeight: 480,
    title: 'Switchyard',
    show: false,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => writeWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }))
  return window
}
