import type { HostOptions } from '../host.ts'
import { Refusal } from '../model/errors.ts'
import { command } from './command.ts'
import { errorsOption } from './errors-option.ts'
import { DONE, startError } from './exits.ts'
import { workspaceAround } from './find-workspace.ts'
import { memoryService } from './memory-service.ts'
import { serve } from './serve.ts'
import { portItLacks, servedAlready, showAgain } from './served-already.ts'
import type { Terminal } from './terminal.ts'

export const start = command({
  name: 'start',
  usage: '[FOLDER|SPEC] [--port N] [--control-port N] [--host ADDR] [--errors] [--no-open] [--json]',
  summary:
    'Open a workspace, or the folder of a document, and serve it; without one, that of the folder it is called in, else the one opened last.',
  options: {
    port: { kind: 'port', short: 'p', summary: 'port of the gateway (4010)' },
    'control-port': { kind: 'port', summary: 'port of the page and the control API (the next one)' },
    host: { kind: 'text', value: 'ADDR', summary: 'address the gateway listens on (127.0.0.1); 0.0.0.0 lets other machines in' },
    errors: errorsOption,
    open: { kind: 'boolean', summary: 'open the page in the browser (yes)' },
    json: { kind: 'boolean', summary: 'when ready, print one line of JSON: gateway, control, token' },
  },
  takes: { least: 0, most: 1 },
  async run({ values, plain: [path] }, terminal) {
    const json = values.json ?? false
    const open = await choose(path, terminal)
    const page = (values.open ?? true) && !json
    const ports = { port: values.port, controlPort: values['control-port'] }
    const running = values.host === undefined && values.errors !== true ? await servedAlready(open) : null
    // A workspace has one host; for the welcome page on other ports there may be a second.
    const lacks = running && portItLacks(running, ports)
    if (running && lacks === null) {
      await showAgain(running, { page, json }, terminal)
      return DONE
    }
    return serve(
      {
        host: { open, ...ports, address: values.host, errors: values.errors },
        json,
        page,
        mustServe: open.kind === 'folder' ? open.spec !== undefined && path !== undefined : open.kind === 'memory',
      },
      terminal,
    ).catch((error: unknown) => {
      if (lacks === null || !(error instanceof Refusal) || error.problem.code !== 'workspace-in-use') throw error
      throw startError(`${error.message} It has other ports: without ${lacks} you get a link to its page.`)
    })
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
