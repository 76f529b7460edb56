import type { Dialog } from 'electron'

type MessageBox = Pick<Dialog, 'showMessageBox'>
const title = 'Switchyard'

/** Offers the next free port in place of one that is taken; true when the person takes it. */
export async function offerPort(dialog: MessageBox, port: number, next: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title,
    message: `Port ${port} is taken by another program.`,
    detail: `The gateway can listen on port ${next} instead, until the app is closed.`,
    buttons: [`Use port ${next}`, 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

export async function tellRestarted(dialog: MessageBox, code: number): Promise<void> {
  await dialog.showMessageBox({
    type: 'warning',
    title,
    message: 'The gateway stopped and was started again.',
    detail: `Its process ended with code ${code}. Everything it had written to the log is still there; exchanges under way were cut off.`,
    buttons: ['OK'],
  })
}

/** After a second death; true when the person wants another start. */
export async function offerRestart(dialog: MessageBox, code: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title,
    message: 'The gateway stopped again.',
    detail: `Its process ended with code ${code}. Everything it had written to the log is still there.`,
    buttons: ['Start again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return response === 0
}

/** Says why something could not be done. */
export async function tellFailure(dialog: MessageBox, message: string, detail: string): Promise<void> {
  await dialog.showMessageBox({ type: 'error', title, message, detail, buttons: ['OK'] })
}

/** Asks for a document or a folder; null when the person thought better of it. */
export async function askPath(dialog: Pick<Dialog, 'showOpenDialog'>, what: 'document' | 'folder'): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(
    what === 'folder'
      ? { properties: ['openDirectory', 'createDirectory'] }
      : {
          properties: ['openFile'],
          filters: [
            { name: 'OpenAPI documents', extensions: ['yaml', 'yml', 'json'] },
            { name: 'All files', extensions: ['*'] },
          ],
        },
  )
  return canceled ? null : (filePaths[0] ?? null)
}
