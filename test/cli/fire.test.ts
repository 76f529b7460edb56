import { copyFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makePlace, runToEnd, shopSpec, switchyard } from './command-line.ts'

async function startReceiver(status: number): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, bodies }
}

const shipTo = { name: 'Ada', street: '12 Square', city: 'London', postalCode: 'SW1Y', country: 'GB' }

it('sends webhooks of a service and callbacks of an exchange', async () => {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  expect(await runToEnd(place, ['fire', 'stockLow', '--to', 'http://127.0.0.1:9'])).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('no host runs here'),
  })
  const { gateway } = await switchyard(place, ['start', '.', '--port', '0', '--json']).ready()
  const { url, bodies } = await startReceiver(204)

  const webhook = await runToEnd(place, ['fire', 'stockLow', '--to', url, '--example', 'soldOut'])
  expect(webhook).toMatchObject({ exitCode: 0, stderr: '' })
  expect(webhook.stdout).toMatch(/^204 +\d+ ms {2}stockLow {2}POST http:\/\/127\.0\.0\.1:\d+\/hook {2}exchange \d+\n$/)
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ name: 'Electric grinder', stock: 0 })

  const response = await fetch(`${gateway}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer shop-demo-token' },
    body: JSON.stringify({ shipTo, callbackUrl: url }),
  })
  const { id } = (await response.json()) as { id: string }
  const exchange = response.headers.get('x-switchyard-exchange') ?? ''
  const callback = await runToEnd(place, ['fire', exchange, 'orderPaid', '--json'])
  expect(callback.exitCode).toBe(0)
  expect(JSON.parse(callback.stdout)).toMatchObject({ name: 'orderPaid', url, status: 204, error: null, findings: [] })
  expect(JSON.parse(bodies[1] ?? '')).toMatchObject({ event: 'order.paid', orderId: id, currency: 'EUR' })

  expect((await runToEnd(place, ['log', 'source:callback,webhook', '--json'])).stdout.trim().split('\n')).toHaveLength(2)
})

it('ends with 1 when it does not arrive, or is not answered as documented', async () => {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  await switchyard(place, ['start', '.', '--port', '0', '--json']).ready()
  const { url } = await startReceiver(500)
  const answered = await runToEnd(place, ['fire', 'shop:stockLow', '--to', url])
  expect(answered).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('500') })
  const gone = await runToEnd(place, ['fire', 'stockLow', '--to', 'http://127.0.0.1:1/'])
  expect(gone).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('upstream-refused') })
})

it('says what was meant, and what is missing', async () => {
  const place = await makePlace()
  await copyFile(shopSpec, join(place.work, 'shop.yaml'))
  await writeFile(
    join(place.work, 'switchyard.yaml'),
    'services:\n  a: { spec: shop.yaml, mount: /a }\n  b: { spec: shop.yaml, mount: /b }\n',
  )
  const { gateway } = await switchyard(place, ['start', '.', '--port', '0', '--json']).ready()
  const to = ['--to', 'http://127.0.0.1:9/']
  const refused = async (args: string[]) => {
    const { exitCode, stderr } = await runToEnd(place, ['fire', ...args])
    return `${exitCode} ${stderr}`
  }
  expect(await refused(['stocklow', ...to])).toContain('2 switchyard: there is no webhook "stocklow"; did you mean stockLow?')
  expect(await refused(['stockLow', ...to])).toContain('"a:stockLow", "b:stockLow"')
  expect(await refused(['a:stockLow'])).toContain('2 switchyard: say where the webhook stockLow goes: --to URL')
  expect(await refused(['a:stockLow', 'more', ...to])).toContain('2 switchyard: "more" is too much')
  expect(await refused(['a:stockLow', '--to', 'file:///etc/passwd'])).toContain('neither http nor https')
  expect(await refused(['999999', ...to])).toContain('2 switchyard: There is no exchange 999999')
  const response = await fetch(`${gateway}/a/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer shop-demo-token' },
    body: JSON.stringify({ shipTo }),
  })
  expect(await refused([response.headers.get('x-switchyard-exchange') ?? ''])).toContain('the body of the request has no /callbackUrl')
})
