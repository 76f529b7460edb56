import { command } from './command.ts'
import { errorsOption } from './errors-option.ts'
import { usageError } from './exits.ts'
import { memoryService } from './memory-service.ts'
import { serve } from './serve.ts'

export const mock = command({
  name: 'mock',
  usage: 'SPEC [-p PORT] [-d|--dynamic] [--seed S] [--errors] [--cors=false] [--generate realistic|static] [--json]',
  summary: 'Serve the mock of one document; nothing is written, and the log is gone at the end.',
  options: {
    port: { kind: 'port', short: 'p', summary: 'port of the gateway (4010)' },
    'control-port': { kind: 'port', summary: 'port of the page and the control API (the next one)' },
    host: { kind: 'text', value: 'ADDR', summary: 'address the gateway listens on (127.0.0.1); 0.0.0.0 lets other machines in' },
    dynamic: { kind: 'boolean', short: 'd', summary: 'fresh values at each request, examples only when named' },
    seed: { kind: 'text', value: 'S', summary: 'moves every generated value' },
    errors: errorsOption,
    cors: { kind: 'boolean', summary: 'let pages of any origin read mocks (yes)' },
    generate: { kind: 'text', value: 'KIND', summary: 'realistic or static values (realistic)' },
    json: { kind: 'boolean', summary: 'when ready, print one line of JSON: gateway, control, token' },
  },
  takes: { least: 1, most: 1 },
  async run({ values, plain: [spec = ''] }, terminal) {
    return serve(
      {
        host: {
          open: memoryService(spec, terminal),
          port: values.port,
          controlPort: values['control-port'],
          address: values.host,
          errors: values.errors,
          mock: { dynamic: values.dynamic, seed: values.seed, cors: values.cors, generate: generateOf(values.generate) },
        },
        json: values.json ?? false,
        page: false,
        mustServe: true,
      },
      terminal,
    )
  },
})

function generateOf(kind: string | undefined): 'realistic' | 'static' | undefined {
  if (kind === undefined || kind === 'realistic' || kind === 'static') return kind
  throw usageError(`--generate is realistic or static, not "${kind}"`)
}
