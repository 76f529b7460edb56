import { join } from 'node:path'
import { startTestHost } from '../support/host.ts'
import { documentsFolder } from './directory.ts'
import { openHyperjump } from './judge.ts'
import { tryDocument } from './try-document.ts'

/** Tries the documents that its parent names, one after the other, in a host of its own. It may die of one: the parent notes it. */
export interface Task {
  file: string
  operations: number
}

const [host, open] = await Promise.all([
  startTestHost({ open: { kind: 'memory', settings: { version: 1 } }, mock: { dynamic: true } }),
  openHyperjump(),
])
process.on('message', async ({ file, operations }: Task) => {
  process.send?.(await tryDocument(host, join(documentsFolder, file), file, open, operations))
})
process.on('disconnect', () => void host.stop().then(() => process.exit()))
process.send?.('ready')
