import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, dialog, ipcMain, Menu, screen, session, shell, utilityProcess } from 'electron'
import { runDesktop } from './desktop.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
// What started the app from a checkout is gone.
process.on('disconnect', () => app.quit())

runDesktop(
  { app, BrowserWindow, dialog, ipcMain, Menu, screen, session, shell, utilityProcess },
  {
    // Started from a checkout, the first word after Chromium's switches is the app's folder.
    args: app.isPackaged
      ? process.argv.slice(1)
      : process.argv.slice(process.argv.findIndex((arg, at) => at > 0 && !arg.startsWith('--')) + 1),
    from: process.env.INIT_CWD ?? process.cwd(),
    folder: dirname(fileURLToPath(import.meta.url)),
  },
).catch((error: Error) => {
  dialog.showErrorBox('Switchyard could not start', error.stack ?? error.message)
  app.exit(1)
})
