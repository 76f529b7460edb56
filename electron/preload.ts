import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { DesktopBridge } from '../proxy-core/model/desktop.ts'
import { OPEN_DIALOG } from './channels.ts'

const bridge: DesktopBridge = {
  platform: process.platform,
  openDialog: (what) => ipcRenderer.invoke(OPEN_DIALOG, what),
  pathForFile: (file) => webUtils.getPathForFile(file),
}

contextBridge.exposeInMainWorld('switchyard', bridge)
