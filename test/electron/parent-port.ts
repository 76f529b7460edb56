/**
 * Gives a plain Node process what Electron gives a utility process: `process.parentPort`, here over the IPC channel.
 * Preloaded with `--import`.
 */
import { EventEmitter } from 'node:events'

const port = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => process.send?.(message) })
process.on('message', (data) => port.emit('message', { data }))
Object.assign(process, { parentPort: port })
