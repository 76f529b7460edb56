import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { petsAndBooks } from './pets.ts'
import { expect, test } from './switchyard.ts'

const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const running: ChildProcess[] = []

test.afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill()
    await once(child, 'exit')
  }
})

/** Starts it as a person does, and reads the link that it prints. */
async function printedLink(home: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, SWITCHYARD_HOME: home, INIT_CWD: '', NO_COLOR: '1' }
  const child = spawn(process.execPath, [BUILT, 'start', ...args, '--no-open'], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  let said = ''
  for await (const chunk of child.stderr) {
    said += chunk
    const link = /http:\/\/\S+#ticket=\S+/.exec(said)?.[0]
    if (link) {
      child.stderr.resume()
      return link
    }
  }
  throw new Error(said)
}

test('the printed link opens the page once, the page stays open over a reload, and the link is no use to others', async ({
  page,
  home,
  folder,
  browser,
}) => {
  const place = folder(petsAndBooks())
  const link = (await printedLink(home, place, '--port', '0')).replace('/#', '/traffic#')
  await page.goto(link)
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  expect(new URL(page.url()).hash).toBe('')
  await page.reload()
  await expect(page.getByText('Waiting for the first request')).toBeVisible()

  const elsewhere = await browser.newContext()
  const other = await elsewhere.newPage()
  await other.goto(link)
  await expect(other.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
  await other.goto(page.url())
  await expect(other.getByRole('heading', { name: 'This page needs a fresh link' })).toBeVisible()
  await expect(other.getByText('Waiting for the first request')).toHaveCount(0)
  await other.goto(await printedLink(home, place))
  await expect(other.getByText('Waiting for the first request'), 'started again, it prints a link to what runs').toBeVisible()
  await elsewhere.close()
})

test('a host that dies is told, its log is found again, and a fresh link goes on in the same tab', async ({
  page,
  start,
  folder,
  home,
}) => {
  const place = folder(petsAndBooks())
  const app = await start(place)
  await app.send('/pets-api/pets/1')
  await app.send('/pets-api/pets/2')
  await page.goto(app.control)
  await page.evaluate((token) => sessionStorage.setItem('switchyard.token', token), app.ready.token)
  await page.goto(`${app.control}/traffic`)
  const rows = page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
  await expect(rows).toHaveCount(2)
  await expect.poll(async () => (await app.call('GET', '/exchanges')).items.length).toBe(2)
  await app.stop('SIGKILL')
  await expect(page.getByRole('alert')).toContainText('The connection to Switchyard is lost')
  await expect(page.getByRole('banner').getByRole('status')).toContainText('Not connected')
  await expect(rows, 'what was known stays in sight').toHaveCount(2)

  const link = await printedLink(home, place, '--port', portOf(app.gateway), '--control-port', portOf(app.control))
  await expect(page.getByRole('heading', { name: 'The session is over' })).toBeVisible({ timeout: 20_000 })
  await page.goto(link)
  await expect(rows).toHaveCount(2)
  await fetch(`${app.gateway}/pets-api/pets/3`)
  await expect(rows).toHaveCount(3)
})

test('a connection that broke comes back by itself, with all that happened meanwhile', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await app.send('/pets-api/pets/1')
  const between = await breakable(app.control)
  await page.addInitScript((token) => sessionStorage.setItem('switchyard.token', token), app.ready.token)
  await page.goto(`${between.url}/traffic`)
  const rows = page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
  await expect(rows).toHaveCount(1)
  between.cut()
  await expect(page.getByRole('alert')).toContainText('The connection to Switchyard is lost')
  for (const id of [2, 3]) await app.send(`/pets-api/pets/${id}`)
  await app.call('PATCH', '/services/books', { mode: 'mock', mount: '/library' })
  await expect(rows).toHaveCount(1)
  between.mend()
  await expect(rows).toHaveCount(3, { timeout: 20_000 })
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('link', { name: 'Routes' }).click()
  await expect(page.getByRole('row', { name: /books \/library/ })).toBeVisible()
  between.end()
})

/** Passes everything on to the control port, until it is cut. */
async function breakable(control: string) {
  let broken = false
  const { hostname, port, host } = new URL(control)
  const server = createServer((request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !/^(origin|sec-fetch-.*)$/.test(name)))
    const onward = httpRequest({ hostname, port, path: request.url, method: request.method, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    request.pipe(onward)
  })
  server.on('connection', (socket) => broken && socket.destroy())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      broken = true
      server.closeAllConnections()
    },
    mend() {
      broken = false
    },
    end() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const portOf = (url: string) => new URL(url).port
