import type { HostOptions } from '../host.ts'
import { command } from './command.ts'
import { DONE } from './exits.ts'
import { workspaceAround } from './find-workspace.ts'
import { memoryService } from './memory-service.ts'
import { serve } from './serve.ts'
import { servedAlready, showAgain } from './served-already.ts'
import type { Terminal } from './terminal.ts'

export const start = command({
  name: 'start',
  usage: '[FOLDER|SPEC] [--port N] [--control-port N] [--host ADDR] [--no-open] [--json]',
  summary:
    'Open a workspace, or the folder of a document, and serve it; without one, that of the folder it is called in, else the one opened last.',
  options: {
    port: { kind: 'port', short: 'p', summary: 'port of the gateway (4010)' },
    'control-port': { kind: 'port', summary: 'port of the page and the control API (the next one)' },
    host: { kind: 'text', value: 'ADDR', summary: 'address the gateway listens on (127.0.0.1); 0.0.0.0 lets other machines in' },
    open: { kind: 'boolean', summary: 'open the page in the browser (yes)' },
    json: { kind: 'boolean', summary: 'when ready, print one line of JSON: gateway, control, token' },
  },
  takes: { least: 0, most: 1 },
  async run({ values, plain: [path] }, terminal) {
    const json = values.json ?? false
    const open = await choose(path, terminal)
    const page = (values.open ?? true) && !json
    // Who asks for a port, an address or the ready line wants a host of their own.
    const asksForOwn = json || values.port !== undefined || values['control-port'] !== undefined || values.host !== undefined
    const running = asksForOwn ? null : await servedAlready(open)
    if (running) {
      await showAgain(running, { page }, terminal)
      return DONE
    }
    return serve(
      {
        host: { open, port: values.port, controlPort: values['control-port'], address: values.host },
        json,
        page,
        mustServe: open.kind === 'folder' ? open.spec !== undefined && path !== undefined : open.kind === 'memory',
      },
      terminal,
    )
  },
})

async function choose(path: string | undefined, terminal: Terminal): Promise<HostOptions['open']> {
  if (path === undefined) {
    const folder = await workspaceAround(terminal.path('.'))
    return folder === null ? { kind: 'last' } : { kind: 'folder', folder }
  }
  if (/^https?:\/\//i.test(path)) return memoryService(path, terminal)
  const { choiceOf } = await import('../control/serving.ts')
  return choiceOf(path.startsWith('sample:') ? path : terminal.path(path))
}
