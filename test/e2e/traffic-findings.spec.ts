import type { Page } from '@playwright/test'
import { expect, test } from './switchyard.ts'

const TEAS = `openapi: 3.1.0
info: { title: Teas, version: '1' }
paths:
  /teas:
    get:
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: teas
          content:
            application/json:
              schema: { type: array, items: { type: object, required: [name], properties: { name: { type: string } } } }
              examples:
                good: { value: [{ name: Assam }] }
                bad: { value: [{ name: 7 }] }
`
const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
const pane = (page: Page) => page.getByRole('complementary', { name: /^Exchange/ })
const workspace = (upstream = '') => ({
  'switchyard.yaml': `version: 1\nservices:\n  teas:\n    spec: ./teas.yaml\n${upstream && `    upstream: ${upstream}\n    mode: live\n`}`,
  'teas.yaml': TEAS,
})

test('what a live exchange breaks stands in its row, its trace and under Findings, request and response', async ({
  page,
  start,
  folder,
  upstream,
}) => {
  const url = await upstream((_, response) => response.setHeader('content-type', 'application/json').end('[{"name":1},{}]'))
  const app = await start(folder(workspace(url)))
  const { status, headers } = await app.send('/teas?limit=ten')
  expect(status).toBe(200)
  expect(JSON.parse(String(headers['sl-violations'])).map(({ location }: { location: string[] }) => location.join('.'))).toEqual([
    'request.query.limit',
    'response.body.0.name',
    'response.body.1',
  ])
  await app.show(page, '/traffic')
  await expect(rows(page).first().getByRole('img', { name: '3 findings' })).toBeVisible()
  await rows(page).first().click()
  await expect(pane(page)).toContainText('the request is not as the document asks: Request query parameter limit must be integer')
  await expect(pane(page)).toContainText('the answer is not as the document says: Response body property 0.name must be string')
  await pane(page)
    .getByRole('tab', { name: /^Findings/ })
    .click()
  await expect(pane(page).getByRole('tab', { name: /^Findings/ })).toHaveText('Findings3')
  await expect(page.getByRole('list', { name: 'Findings of the request' }).getByRole('listitem')).toHaveText([
    'Error: Request query parameter limit must be integerquery.limit · type',
  ])
  await expect(page.getByRole('list', { name: 'Findings of the response' }).getByRole('listitem')).toHaveText([
    'Error: Response body property 0.name must be stringbody.0.name · type',
    "Error: Response body property 1 must have required property 'name'body.1 · required",
  ])
})

test('an example that does not fit is a fault of its document and a finding of what it answers', async ({ page, start, folder }) => {
  const app = await start(folder(workspace()))
  await app.send('/teas', { headers: ['Prefer', 'example=bad'] })
  await app.send('/teas')
  await app.show(page, '/traffic')
  await expect(rows(page)).toHaveCount(2)
  await rows(page)
    .filter({ has: page.getByRole('img', { name: '1 finding' }) })
    .click()
  await pane(page)
    .getByRole('tab', { name: /^Findings/ })
    .click()
  await expect(page.getByRole('list', { name: 'Findings of the response' })).toContainText('Response body property 0.name must be string')
  await rows(page)
    .filter({ hasNot: page.getByRole('img', { name: '1 finding' }) })
    .click()
  await expect(pane(page)).toContainText('None.')

  await app.show(page, '/routes')
  await page.getByRole('button', { name: /1 fault/ }).click()
  await expect(page.getByText('the example does not fit its schema: 0.name must be string')).toBeVisible()
  await expect(page.getByText(/teas\.yaml:15:\d+$/)).toBeVisible()
})
