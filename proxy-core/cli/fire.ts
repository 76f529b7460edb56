import type { Fired } from '../model/callback.ts'
import { didYouMean } from '../model/nearest.ts'
import { command } from './command.ts'
import { type ControlClient, ControlError, connect } from './control-client.ts'
import { DONE, FAILED, startError, usageError } from './exits.ts'
import { findWorkspace } from './find-workspace.ts'
import type { Terminal } from './terminal.ts'

interface Wishes {
  url?: string
  method?: string
  example?: string
  seed?: string
}

export const fire = command({
  name: 'fire',
  usage: 'WEBHOOK --to URL | EXCHANGE [CALLBACK] [--to URL] [--example NAME] [--seed S] [--method M] [--json]',
  summary:
    'Send a webhook of a service, or the callbacks of an exchange, named by its id; exit code 1 when one did not arrive or was not answered as documented.',
  options: {
    to: { kind: 'text', value: 'URL', summary: 'where it goes; a callback goes where its exchange says when left out' },
    example: { kind: 'text', value: 'NAME', summary: 'a named example of the body' },
    seed: { kind: 'text', value: 'S', summary: 'moves what is generated' },
    method: { kind: 'text', value: 'M', summary: 'where one name has several' },
    json: { kind: 'boolean', summary: 'one JSON object a line' },
  },
  takes: { least: 1, most: 2 },
  async run({ values, plain: [subject = '', callback] }, terminal) {
    const { to, json, ...wishes } = values
    const found = await findWorkspace(terminal)
    if (!found?.host) throw startError('no host runs here, so there is nobody to send it; switchyard start starts one')
    const client = connect(found.host)
    const isExchange = /^\d{1,16}$/.test(subject)
    if (!isExchange && callback !== undefined) throw usageError(`"${callback}" is too much. Usage: switchyard fire ${fire.usage}`)
    const body: Wishes = { ...wishes, ...(to === undefined ? {} : { url: to }) }
    const fired = await (isExchange ? fireCallbacks(client, subject, callback, body) : fireWebhook(client, subject, body)).catch(asUsage)
    for (const each of fired) terminal.print(json ? JSON.stringify(each) : lineOf(each, terminal.printed))
    return fired.every(({ error, findings }) => error === null && findings.length === 0) ? DONE : FAILED
  },
})

async function fireCallbacks(client: ControlClient, id: string, name: string | undefined, wishes: Wishes): Promise<Fired[]> {
  const { items } = await client.call('fireCallbacks', { params: { id }, body: name === undefined ? wishes : { name, ...wishes } })
  return items
}

/** A webhook by its name, with its service before it where several have one of that name. */
async function fireWebhook(client: ControlClient, subject: string, { url, ...wishes }: Wishes): Promise<Fired[]> {
  const services = (await client.call('listServices', {})).items.filter(({ state }) => state === 'ready').map((each) => each.name)
  const lists = await Promise.all(services.map((service) => client.call('listWebhooks', { params: { service } })))
  const all = lists.flatMap(({ items }, at) =>
    [...new Set(items.map(({ name }) => name))].map((name) => ({ service: services[at] ?? '', name })),
  )
  const named = all.filter(({ service, name }) => name === subject || `${service}:${name}` === subject)
  const [webhook] = named
  if (webhook === undefined) {
    const names = [...new Set(all.map(({ name }) => name))]
    throw usageError(`there is no webhook "${subject}"${didYouMean(subject, names, 1) || `; there are ${names.join(', ') || 'none'}`}`)
  }
  if (named.length > 1)
    throw usageError(
      `"${subject}" is a webhook of several services; say which: ${named.map(({ service, name }) => `"${service}:${name}"`).join(', ')}`,
    )
  if (url === undefined) throw usageError(`say where the webhook ${webhook.name} goes: --to URL`)
  return [await client.call('fireWebhook', { params: webhook, body: { url, ...wishes } })]
}

/** What the host does not know, or can't send, was asked for wrongly. */
function asUsage(error: unknown): never {
  if (error instanceof ControlError && error.problem.status >= 400 && error.problem.status < 500) throw usageError(error.message)
  throw error
}

function lineOf({ exchange, name, method, url, status, error, detail, durationMs, findings }: Fired, colors: Terminal['printed']): string {
  const good = error === null && findings.length === 0
  const answer = (good ? colors.green : colors.red)(String(status ?? 'failed').padEnd(6))
  const line = `${answer} ${`${Math.round(durationMs)} ms`.padStart(8)}  ${name}  ${method} ${url}  ${colors.dim(`exchange ${exchange}`)}`
  const why = [...(error === null ? [] : [`${error}: ${detail}`]), ...findings.map(({ message }) => message)]
  return [line, ...why.map((text) => `       ${text}`)].join('\n')
}
