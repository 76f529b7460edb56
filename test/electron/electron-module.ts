/** Stands in for the `electron` module of the built main process: windows are told to the test, the host is a real process. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HostProcess } from '../../electron/host-link.ts'
import { createStandIn } from './stand-in.ts'

const folder = process.env.SWITCHYARD_TEST_FOLDER ?? ''
const preload = fileURLToPath(new URL('parent-port.ts', import.meta.url))

const standIn = createStandIn({
  userData: folder,
  fork(modulePath) {
    const child = fork(modulePath, [], { execArgv: ['--import', preload] })
    return Object.assign(child, {
      postMessage: (message: unknown) => child.connected && child.send?.(message as object),
    }) as unknown as HostProcess
  },
})
standIn.app.on('web-contents-created', () => {
  standIn.windows[0]?.on('loaded', (url) => process.send?.({ kind: 'loaded', url }))
})
standIn.app.on('quit', () => process.connected && process.disconnect?.())

export const { app, BrowserWindow, dialog, ipcMain, Menu, screen, session, shell, utilityProcess } = standIn.electron
