import { upstreamUrl } from '../model/workspace.ts'
import { command } from './command.ts'
import { errorsOption } from './errors-option.ts'
import { usageError } from './exits.ts'
import { memoryService } from './memory-service.ts'
import { serve } from './serve.ts'

export const proxy = command({
  name: 'proxy',
  usage: 'SPEC UPSTREAM [-p PORT] [--errors] [--json]',
  summary: 'Forward every route of a document to an upstream; nothing is written, and the log is gone at the end.',
  options: {
    port: { kind: 'port', short: 'p', summary: 'port of the gateway (4010)' },
    'control-port': { kind: 'port', summary: 'port of the page and the control API (the next one)' },
    host: { kind: 'text', value: 'ADDR', summary: 'address the gateway listens on (127.0.0.1); 0.0.0.0 lets other machines in' },
    errors: errorsOption,
    json: { kind: 'boolean', summary: 'when ready, print one line of JSON: gateway, control, token' },
  },
  takes: { least: 2, most: 2 },
  async run({ values, plain: [spec = '', upstream = ''] }, terminal) {
    const address = upstreamUrl.safeParse(upstream)
    if (!address.success) throw usageError(`UPSTREAM is ${address.error.issues[0]?.message}, not "${upstream}"`)
    return serve(
      {
        host: {
          open: memoryService(spec, terminal, { upstream, mode: 'live' }),
          port: values.port,
          controlPort: values['control-port'],
          address: values.host,
          errors: values.errors,
        },
        json: values.json ?? false,
        page: false,
        mustServe: true,
      },
      terminal,
    )
  },
})
