// Runs a script as if it had been started itself, and asks it to end when the process that started it is gone:
// `node scripts/attached.mjs SCRIPT [arguments]`, with an IPC channel to that process.
import { pathToFileURL } from 'node:url'

process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
process.argv.splice(1, 1)
await import(pathToFileURL(process.argv[1]).href)
