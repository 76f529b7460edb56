import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { petsAndBooks } from './pets.ts'
import { expect, test } from './switchyard.ts'

const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
const pane = (page: Page) => page.getByRole('complementary', { name: /^Exchange/ })
const tab = (page: Page, name: string) => pane(page).getByRole('tab', { name, exact: true })
const live = ['x-switchyard-mode', 'live']
/** One transparent pixel. */
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

test('the trace says why this answer, as sentences, and the switch beside it is the one of the route', async ({
  page,
  start,
  folder,
  upstream,
}) => {
  const url = await upstream((_, response) => response.setHeader('content-type', 'application/json').end('{"name":"from upstream"}'))
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.send('/pets-api/pets/7')
  await app.show(page, '/traffic')
  await rows(page).first().click()
  const summary = pane(page)
  await expect(summary.getByRole('listitem').first()).toContainText('GET /pets/{id} of pets, mounted at /pets-api')
  await expect(summary).toContainText('mock, as nothing else is set')
  await expect(summary).toContainText(/200 application\/json, example "rex"/)
  await expect(summary.getByRole('tree')).toContainText('Rex')

  await summary
    .getByRole('radiogroup', { name: /^Mode of/ })
    .getByRole('radio', { name: 'live' })
    .click()
  await expect(summary.getByRole('radio', { name: 'live' })).toBeChecked()
  await app.send('/pets-api/pets/7')
  await expect(rows(page).last()).toContainText('live')
  await rows(page).last().click()
  await expect(summary).toContainText(/live, set on the route/)
  await expect(summary).toContainText(/answered 200/)
  await expect(summary.getByRole('tree')).toContainText('from upstream')
  await tab(page, 'Timing').click()
  await expect(summary).toContainText('Where the time went')
  await expect(summary).toContainText(/Connection to the upstream ready\s*[\d.,]+ ms/)
})

test('the trace of a made answer names what was refused and the seed that gives it again, in Traffic and in the preview', async ({
  page,
  start,
  folder,
}) => {
  const tea = `openapi: 3.1.0
info: { title: Tea, version: '1' }
paths:
  /teas:
    get:
      responses:
        '200':
          description: a tea
          content:
            application/json: { schema: { type: object, required: [name, note], properties: { name: { type: string }, note: { type: string } } } }
            text/csv: { example: 'a,b' }
`
  const app = await start(folder({ 'switchyard.yaml': 'version: 1\nservices:\n  tea: { spec: ./tea.yaml }\n', 'tea.yaml': tea }))
  const accept = ['Accept', 'application/json']
  const made = await app.send('/teas', { headers: [...accept, 'Prefer', 'dynamic=true'] })
  await app.show(page, '/traffic')
  await rows(page).first().click()
  const steps = pane(page).getByRole('listitem')
  await expect(steps.filter({ hasText: 'refused' })).toContainText(
    'application/json, as Accept wanted application/json; refused: text/csv (not named)',
  )
  const last = (await steps.last().textContent()) ?? ''
  const prefer = /; Prefer: (.+) gives it again/.exec(last)?.[1] ?? ''
  expect(prefer).toBe('dynamic=true, seed=switchyard-1')
  expect((await app.send('/teas', { headers: [...accept, 'Prefer', prefer] })).body).toBe(made.body)

  await app.send('/teas', { headers: ['Accept', 'image/png'] })
  await rows(page).filter({ hasText: '406' }).click()
  await expect(steps.last()).toContainText('refused')
  await expect(steps.last()).toContainText('Accept wanted image/png; response 200 of the document has application/json, text/csv.')

  await app.show(page, `/routes?route=${encodeURIComponent('tea:GET /teas')}`)
  const why = page.getByRole('list', { name: 'Why this answer' }).getByRole('listitem')
  await expect(why).toHaveText([
    'status 200, the lowest 2XX of the document',
    'application/json, as there is no Accept',
    '200 application/json, generated with seed switchyard; Prefer: seed=switchyard gives it again',
  ])
})

test('headers stand in the order and case in which they came; secrets are masked', async ({ page, start, folder, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const app = await start(folder(petsAndBooks()))
  await app.send('/pets-api/pets/7?sort=-name&q=a%20b', {
    headers: ['X-Zebra', 'first', 'aCCept', 'application/json', 'X-Zebra', 'again', 'Authorization', 'Bearer very-secret-token-1234'],
  })
  await app.show(page, '/traffic')
  await rows(page).first().click()
  await tab(page, 'Request').click()
  await expect(pane(page).getByText('6, in the order sent')).toBeVisible()
  await expect(pane(page).locator('section').filter({ hasText: 'in the order sent' }).getByRole('term')).toHaveText([
    'Host',
    'X-Zebra',
    'aCCept',
    'X-Zebra',
    'Authorization',
    'Connection',
  ])
  await expect(pane(page).locator('section').filter({ hasText: 'decoded' })).toContainText(/sort.*-name.*q.*a b/)
  await expect(pane(page)).toContainText(/Bearer \[masked.*last=1234/)
  await expect(page.locator('body')).not.toContainText('very-secret')
  await pane(page).getByRole('button', { name: 'again' }).click()
  await expect(page.getByText('Copied X-Zebra')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('again')
})

test('a body as tree, pretty, raw and hex', async ({ page, start, folder, upstream }) => {
  const text = '{"list":[1,2.50,{"deep":true}],"text":"a\\u00e9","big":12345678901234567890}'
  const url = await upstream((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(text)),
  )
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.send('/pets-api/pets', { headers: live })
  await app.show(page, '/traffic')
  await rows(page).first().click()
  await tab(page, 'Response').click()
  await expect(pane(page)).toContainText(/gzip \d+ B on the wire/)

  const tree = pane(page).getByRole('tree', { name: 'Body of the response' })
  await expect(tree).toContainText('12345678901234567890')
  await expect(tree).toContainText('2.50')
  await tree.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(tree).not.toContainText('2.50')
  await page.keyboard.press('ArrowRight')
  await expect(tree).toContainText('2.50')

  await tab(page, 'Pretty').click()
  await expect(pane(page).getByRole('region', { name: 'Body of the response' })).toContainText('"deep": true')
  await tab(page, 'Raw').click()
  await expect(pane(page).getByRole('region', { name: 'Body of the response' })).toContainText('"text":"a\\u00e9"')
  await tab(page, 'Hex').click()
  await expect(pane(page).getByRole('region', { name: 'Body of the response' })).toContainText(/7b 22 6c 69/i)
})

test('pictures are previewed, what was cut is said, what is no text is not called one', async ({ page, start, folder, upstream }) => {
  const url = await upstream((request, response) => {
    if (request.url === '/pets') response.writeHead(200, { 'content-type': 'image/png' }).end(PIXEL)
    else response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(1_500_000))
  })
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.send('/pets-api/pets', { headers: live })
  await app.send('/pets-api/pets/1', { headers: live })
  await app.show(page, '/traffic')
  await rows(page).first().click()
  await tab(page, 'Response').click()
  await tab(page, 'Preview').click()
  await expect(pane(page).getByText('1 × 1')).toBeVisible()
  await rows(page).last().click()
  await expect(pane(page)).toContainText('Cut at capture: the first 1 MiB of 1.5 MB were kept.')
})

test('a request is copied as a command, without the secrets that were masked', async ({ page, start, folder, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const app = await start(folder(petsAndBooks()))
  await app.send('/pets-api/pets?a=1&b=2', {
    method: 'POST',
    headers: ['Content-Type', 'application/json', 'Cookie', 'session=abc', 'X-Quote', "it's"],
    body: '{"id":9,"name":"O\'Hara $(rm)"}',
  })
  await app.show(page, '/traffic')
  await rows(page).first().click()
  await pane(page)
    .getByRole('button', { name: /^Copy as cURL/ })
    .click()
  await expect(page.getByText('Copied as cURL, without Cookie (masked)')).toBeVisible()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  expect(command.split(' \\\n  ')).toEqual([
    'curl',
    '-X POST',
    `'${app.gateway}/pets-api/pets?a=1&b=2'`,
    "-H 'Content-Type: application/json'",
    `-H 'X-Quote: it'\\''s'`,
    `--data-raw '{"id":9,"name":"O'\\''Hara $(rm)"}'`,
  ])
})
