import type { Page } from '@playwright/test'
import { type App, expect, tabTo, test } from './switchyard.ts'

test('the sample by Enter, a call, the switch, another call: mock, then live, then Traffic', async ({ page, start, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const app = await start()
  await app.show(page)
  await expect(page).toHaveURL(/\/welcome$/)
  await expect(page.getByRole('button', { name: /Try the sample shop/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Sample shop 12 routes, ready in/)).toBeVisible()

  await page.getByRole('button', { name: 'Copy', exact: true }).click()
  const line = await page.evaluate(() => navigator.clipboard.readText())
  expect(line).toMatch(new RegExp(`^curl ${app.gateway}/api/products/\\d+$`))
  const mocked = await fetch(line.slice('curl '.length))
  expect(mocked.status).toBe(200)
  const arrivals = page.getByRole('list', { name: 'First exchanges' }).getByRole('listitem')
  await expect(arrivals).toHaveCount(1)
  await expect(arrivals).toContainText(/GET.*200.*shop.*mock.*ms/)
  await expect(page.getByText(/Throw the switch to live/)).toBeVisible()

  await page.getByRole('radiogroup', { name: 'Mode of shop' }).getByRole('radio', { name: 'live' }).click()
  await expect(page.getByRole('radio', { name: 'live', exact: true })).toBeChecked()
  await fetch(line.slice('curl '.length))
  await expect(arrivals).toHaveCount(2)
  await expect(arrivals.last()).toContainText(/200.*live/)
  await expect(page.getByText(/That one came from the real API/)).toBeVisible()

  await page.getByRole('link', { name: 'Open in Traffic' }).click()
  await expect(page).toHaveURL(/\/traffic$/)
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).first()).toContainText('mock')
  await expect(rows(page).last()).toContainText('live')
})

test('the same without a mouse', async ({ page, start }) => {
  const app = await start()
  await app.show(page)
  await expect(page.getByRole('button', { name: /Try the sample shop/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Sample shop 12 routes/)).toBeVisible()
  await callSample(page, app)
  const arrivals = page.getByRole('list', { name: 'First exchanges' }).getByRole('listitem')
  await expect(arrivals).toHaveText([/200.*mock/])

  await tabTo(page, page.getByRole('radio', { name: 'mock', exact: true }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'live', exact: true })).toBeChecked()
  await callSample(page, app)
  await expect(arrivals).toHaveText([/200.*mock/, /200.*live/])

  await tabTo(page, page.getByRole('link', { name: 'Open in Traffic' }))
  await page.keyboard.press('Enter')
  await expect(rows(page)).toHaveCount(2)
})

test('with a service the page begins with Traffic, and says how to make the first call', async ({ page, start }) => {
  const app = await start('sample:shop')
  await app.show(page)
  await expect(page).toHaveURL(/\/traffic$/)
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  await expect(page.getByText(/^curl http/)).toBeVisible()
  await callSample(page, app)
  await expect(rows(page)).toHaveCount(1)
})

const rows = (page: Page) => page.getByRole('row').filter({ hasText: '/api/products/' })

/** Calls what the page says to call. */
async function callSample(page: Page, app: App): Promise<void> {
  const line = (await page.getByText(/^curl http/).textContent()) ?? ''
  const { status } = await app.send(line.slice(`curl ${app.gateway}`.length))
  expect(status).toBe(200)
}
