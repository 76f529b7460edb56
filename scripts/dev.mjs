// The page with hot reload beside a host that runs from source: `npm run dev`, `npm run dev -- path/to/openapi.yaml`.

import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { choiceOf } from '../proxy-core/control/serving.ts'
import { startHost } from '../proxy-core/host.ts'
import { hasDisplay } from './run/display.mjs'

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', short: 'p' }, open: { type: 'boolean', default: true } },
  allowPositionals: true,
  allowNegative: true,
})
const host = await startHost({ open: await choose(positionals[0]), port: number(values.port), onWarning: (text) => console.error(text) })
process.env.SWITCHYARD_CONTROL = host.control
const server = await createServer({ configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)) })
await server.listen()
const page = `${server.resolvedUrls?.local[0]}#ticket=${host.ticket()}`
console.error(`gateway ${host.gateway}\ncontrol ${host.control}\npage    ${page}`)
if (values.open && hasDisplay()) await (await import('open')).default(page)
for (const signal of ['SIGINT', 'SIGTERM']) {
  // Vite would end the process before the host has drained.
  process.removeAllListeners(signal)
  process.once(signal, stop)
}

async function choose(target) {
  return target === undefined ? { kind: 'none' } : choiceOf(resolve(process.env.INIT_CWD ?? process.cwd(), target))
}

function number(text) {
  return text === undefined ? undefined : Number(text)
}

async function stop() {
  await Promise.all([server.close(), host.stop()])
  process.exit(0)
}
