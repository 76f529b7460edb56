import type { Page } from '@playwright/test'
import { expect, test } from './switchyard.ts'

const IMG = '<img src=x onerror="alert(1)">'
const SCRIPT = '</script><script>alert(2)</script>'
/** Turns what follows it round, where nobody takes care. */
const RTL = '\u202egnp.exe'
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(3)</script><image href="http://example.com/x"/></svg>'

const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
const pane = (page: Page) => page.getByRole('complementary', { name: /^Exchange/ })

/** Nothing that came as text has become an element. Dialogs, requests elsewhere and what the policy stops are looked for in every test. */
async function expectOnlyText(page: Page): Promise<void> {
  expect(await page.locator('img[src="x"], main script, main iframe, [onerror]').count()).toBe(0)
}

test('a document that tries to be more than text is text', async ({ page, start }) => {
  const answer = {
    description: SCRIPT,
    content: { 'application/json': { schema: { type: 'string' }, examples: { [IMG]: { value: IMG } } } },
  }
  const document = {
    openapi: '3.1.0',
    info: { title: IMG, version: '1', description: SCRIPT },
    paths: {
      '/hostile/{id}': {
        get: {
          operationId: RTL,
          summary: `${SCRIPT}${RTL}`,
          description: `${IMG} [click](javascript:alert(4))`,
          tags: [IMG],
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { '200': answer, '404': { $ref: `#/components/responses/${IMG}` } },
        },
      },
      [`/${IMG.replaceAll(' ', '')}`]: { get: { responses: { '200': { description: 'ok' } } } },
    },
  }
  const app = await start()
  await app.show(page)
  // a page that opens where there is a service already goes to Traffic
  await expect(page.getByRole('heading', { name: 'Point your app at one URL' })).toBeVisible()
  await app.call('POST', '/services', { spec: JSON.stringify(document) })
  await expect(page.getByText(IMG).first()).toBeVisible()
  await expectOnlyText(page)
  await page.goto(`${app.control}/routes`)
  await expect(page.getByRole('row', { name: /hostile/ })).toContainText(SCRIPT)
  await page.getByText('/hostile/').click()
  const route = page.getByRole('complementary', { name: /^Route/ })
  await expect(route).toContainText(`${IMG} [click](javascript:alert(4))`)
  await expect(route.getByRole('radio', { name: IMG })).toBeVisible()
  await expect(route.locator('pre')).toContainText(IMG.replaceAll('"', '\\"'))
  await page.getByRole('button', { name: /in the document/ }).click()
  await expect(page.getByRole('dialog')).toContainText(IMG)
  await expectOnlyText(page)
})

test('traffic that tries to be more than text is text, in every tab and view', async ({ page, start, upstream }) => {
  const url = await upstream((request, response) => {
    response.setHeader('X-Hostile', `${IMG}${SCRIPT}`)
    const html = request.url?.includes('html')
    const svg = request.url?.includes('svg')
    response.setHeader('content-type', html ? 'text/html' : svg ? 'image/svg+xml' : 'application/json')
    response.end(html ? `<h1>${SCRIPT}${RTL}</h1>${IMG}` : svg ? SVG : JSON.stringify({ [IMG]: SCRIPT, turned: RTL }))
  })
  const paths = { '/{what}': { get: { responses: { '200': { description: 'ok' } } } } }
  const app = await start()
  await app.call('POST', '/services', {
    spec: JSON.stringify({ openapi: '3.1.0', info: { title: 'Any', version: '1' }, paths }),
    upstream: url,
    mode: 'live',
  })
  await app.show(page, '/traffic')
  const shown = (path: string) => app.send(path, { headers: ['X-Sent', `${IMG}${SCRIPT}`, 'Accept', '*/*'] })
  await shown(`/json?q=${IMG.replaceAll(' ', '/')}&t=${encodeURIComponent(RTL)}`)
  await shown('/html')
  await shown('/svg')
  await shown(`/${IMG.replaceAll(' ', '/')}`)
  await expect(rows(page)).toHaveCount(4)
  await expect(rows(page).last()).toContainText('/<img/src=x/onerror="alert(1)">')

  await rows(page).first().click()
  await expect(pane(page).getByRole('tree')).toContainText(IMG)
  await expect(pane(page).getByRole('tree'), 'what turns the text round is spelled out').toContainText('\\u202egnp.exe')
  await tab(page, 'Request').click()
  await expect(pane(page)).toContainText(`${IMG}${SCRIPT}`)
  await expect(pane(page)).toContainText('\\u202egnp.exe')
  await tab(page, 'Response').click()
  for (const view of ['Pretty', 'Raw', 'Hex']) await tab(page, view).click()
  await rows(page).nth(1).click()
  await tab(page, 'Raw').click()
  await expect(pane(page)).toContainText(`<h1>${SCRIPT}\\u202egnp.exe</h1>${IMG}`)
  await rows(page).nth(2).click()
  await tab(page, 'Preview').click()
  await expect(pane(page).getByText('9 × 9')).toBeVisible()
  await expectOnlyText(page)

  await page.goto(`${app.control}/traffic?filter=${encodeURIComponent(`"${IMG.replaceAll('"', '\\"')}`)}`)
  await expect(page.getByRole('alert')).toContainText('The quote is not closed')
  await page.goto(`${app.control}/routes?q=${encodeURIComponent(IMG)}&route=${encodeURIComponent(`${IMG}:GET /x`)}`)
  await expect(page.getByText('This route is not served')).toBeVisible()
  await expectOnlyText(page)
})

function tab(page: Page, name: string) {
  return pane(page).getByRole('tab', { name, exact: true })
}
