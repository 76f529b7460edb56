import type { Page } from '@playwright/test'
import { type App, expect, tabTo, test } from './switchyard.ts'

const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
const pane = (page: Page) => page.getByRole('complementary', { name: /^(Exchange|Route)/ })
const shipTo = { name: 'Ada Lovelace', street: "12 St James's Square", city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' }

function order(app: App, callbackUrl: string) {
  const headers = ['content-type', 'application/json', 'authorization', 'Bearer shop-demo-token']
  return app.send('/api/orders', { method: 'POST', headers, body: JSON.stringify({ shipTo, callbackUrl }) })
}

test('a callback of an exchange is sent from its pane, and is an exchange of its own', async ({ page, start, upstream }) => {
  const bodies: string[] = []
  const hook = await upstream(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    response.writeHead(204).end()
  })
  const app = await start('sample:shop')
  const { id } = JSON.parse((await order(app, `${hook}/paid`)).body) as { id: string }
  await app.show(page, '/traffic')
  await rows(page).first().click()
  const url = pane(page).getByRole('textbox', { name: 'URL of the callback orderPaid' })
  await expect(url).toHaveValue(`${hook}/paid`)
  await tabTo(page, url)
  await page.keyboard.press('Enter')
  await expect(pane(page).getByRole('button', { name: 'Show the exchange' })).toBeVisible()
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).last()).toContainText(/POST.*204.*\/paid.*callback/)
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ event: 'order.paid', orderId: id })

  await pane(page).getByRole('button', { name: 'Show the exchange' }).click()
  await expect(pane(page)).toContainText('What was sent')
  await expect(pane(page)).toContainText('callback orderPaid of exchange')
  await pane(page)
    .getByRole('button', { name: /^Show exchange \d+/ })
    .click()
  await expect(pane(page)).toContainText('Why this answer')
})

test('a callback to another machine waits for a person who writes its URL', async ({ page, start }) => {
  const app = await start('sample:shop')
  await order(app, 'http://192.0.2.1/paid')
  await app.show(page, '/traffic')
  await rows(page).first().click()
  await expect(pane(page)).toContainText('192.0.2.1 is not this machine')
  const url = pane(page).getByRole('textbox', { name: 'URL of the callback orderPaid' })
  await url.fill('mailto:ada@example.com')
  await url.press('Enter')
  await expect(pane(page).getByRole('alert')).toContainText('neither http nor https')
  await url.fill('http://127.0.0.1:1/')
  await url.press('Enter')
  await expect(pane(page)).toContainText('ECONNREFUSED')
})

test('a route is set to send its callbacks by itself, with a delay', async ({ page, start, upstream }) => {
  let received = 0
  const hook = await upstream((_, response) => {
    received++
    response.writeHead(204).end()
  })
  const app = await start('sample:shop')
  await app.show(page, '/routes')
  await page.getByText('Place an order').click()
  const sent = pane(page).getByRole('radiogroup', { name: 'Callbacks are sent' })
  await expect(sent.getByRole('radio', { name: 'On request' })).toBeChecked()
  await tabTo(page, sent.getByRole('radio', { name: 'On request' }))
  await page.keyboard.press('ArrowRight')
  await expect(sent.getByRole('radio', { name: 'By themselves' })).toBeChecked()
  await expect(page.getByRole('row', { name: /POST \/orders/ })).toContainText('sends callbacks')
  const later = pane(page).getByRole('textbox', { name: 'Later by' })
  await later.fill('50ms')
  await later.press('Enter')
  await expect(later).toHaveValue('50 ms')
  await order(app, hook)
  await expect.poll(() => received).toBe(1)
  await app.show(page, '/traffic?filter=source%3Acallback')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page).first()).toContainText('204')
})

test('a webhook is sent from the menu of its service, by keyboard', async ({ page, start, upstream }) => {
  const bodies: string[] = []
  const hook = await upstream(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bodies.push(body)
    response.writeHead(200).end()
  })
  const app = await start('sample:shop')
  await app.show(page, '/routes')
  await expect(page.getByRole('row', { name: /^shop/ })).toBeVisible()
  await page.keyboard.press('Home')
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Send a webhook' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Send a webhook of shop' })
  await expect(dialog.getByRole('radio', { name: /stockLow/ })).toBeChecked()
  const url = dialog.getByRole('textbox', { name: 'URL' })
  await url.fill(`${hook}/stock`)
  await url.press('Enter')
  await expect(dialog.getByRole('button', { name: 'Send again' })).toBeVisible()
  await dialog.getByRole('radio', { name: 'soldOut' }).click()
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => bodies.map((body) => JSON.parse(body).stock)).toEqual([3, 0])
  await dialog.getByRole('button', { name: 'Show the exchange' }).click()
  await expect(pane(page)).toContainText('webhook stockLow, fired on request')
})
