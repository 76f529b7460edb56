import type { MenuItemConstructorOptions } from 'electron'

export interface MenuActions {
  open: (what: 'document' | 'folder') => void
}

/** The menu bar. */
export function menuTemplate(platform: NodeJS.Platform, { open }: MenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Open Document…', accelerator: 'CmdOrCtrl+O', click: () => open('document') },
        { label: 'Open Folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => open('folder') },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]
}
