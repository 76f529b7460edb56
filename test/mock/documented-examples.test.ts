import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import { type Rig, speak, startRig } from '../gateway/rig.ts'
import { openText } from './fixture.ts'

const section = readFileSync(new URL('../../docs/mocking.md', import.meta.url), 'utf8').split('\n## Examples\n')[1] ?? ''

describe('the examples of docs/mocking.md', () => {
  let rig: Rig
  beforeAll(async () => {
    const document = await openText(/```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? '')
    const mock = createMock(document, { seed: '', dynamic: false, generate: 'realistic' })
    rig = await startRig([])
    const settings = { name: 'coffee', mount: null, document, upstream: null, mode: null, routes: {}, mock }
    rig.switchboard.setServices([createServiceRuntime(settings).service])
  })
  afterAll(() => rig.close())

  const rows = section.split('\n').filter((line) => line.startsWith('| `'))

  it('are twenty and more', () => {
    expect(rows.length).toBeGreaterThanOrEqual(20)
  })

  it.each(rows.map((row) => row.split(' | ') as [string, string, string]))('%s', async (request, shown) => {
    const [head = '', body] = (await speak(rig.port, requestOf(request.slice(2)))).split('\r\n\r\n', 2) as [string, string]
    expect(answerCell(shown, head, body)).toBe(shown)
  })
})

/** The cell as a request: its first line, header fields, and what is no header field as the body. */
function requestOf(cell: string): string {
  const [first = '', ...rest] = linesOf(cell)
  const fields = rest.filter((line) => isField(line))
  const body = rest.find((line) => !isField(line))
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
  return [`${first} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...fields, ...length, '', body ?? ''].join('\r\n')
}

/** The answer as such a cell, with the header fields that the document shows. */
function answerCell(shown: string, head: string, body: string): string {
  const names = linesOf(shown).flatMap((line) => (isField(line) ? [line.slice(0, line.indexOf(':'))] : []))
  const [status = '', ...fields] = head.split('\r\n')
  const found = names.map((name) => fields.find((field) => field.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? `no ${name}`)
  const named = found.map((field, at) => `\`${names[at]}${field.slice(names[at]?.length)}\``)
  return [`\`${status.slice(9, 12)}\``, ...named, body === '' ? 'no body' : `\`${body}\``].join('<br>')
}

function linesOf(cell: string): string[] {
  return cell.split('<br>').map((line) => line.replaceAll('`', ''))
}

function isField(line: string): boolean {
  return /^[A-Za-z-]+: /.test(line)
}
