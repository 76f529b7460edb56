import type { Page } from '@playwright/test'
import { petsAndBooks } from './pets.ts'
import { type App, expect, test } from './switchyard.ts'

const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')
const field = (page: Page) => page.getByRole('textbox', { name: 'Filter' })

/** Six exchanges: pets, one of them missing, a book, and a path that no route has. */
async function someTraffic(app: App): Promise<void> {
  await app.call('PATCH', `/routes/${encodeURIComponent('pets:POST /pets')}`, { delay: '30ms' })
  for (const path of ['/pets-api/pets', '/pets-api/pets/7', '/books-api/books', '/nowhere']) await app.send(path)
  await app.send('/pets-api/pets/8', { headers: ['Prefer', 'code=404'] })
  await app.send('/pets-api/pets', { method: 'POST', headers: ['Content-Type', 'application/json'], body: '{"id":9,"name":"Zebedee"}' })
}

test('a filter narrows the list as it is typed, stands in the URL, and is there after a reload', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await someTraffic(app)
  await app.show(page, '/traffic')
  await expect(rows(page)).toHaveCount(6)
  await field(page).fill('status:4xx')
  await expect(rows(page)).toHaveCount(2)
  await expect(page).toHaveURL(/filter=status(%3A|:)4xx/)
  await field(page).press('Enter')
  await field(page).pressSequentially('-path:^/nowhere')
  await field(page).press('Enter')
  await expect(rows(page)).toHaveCount(1)
  await page.reload()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('/pets-api/pets/8')

  await app.send('/pets-api/pets/10', { headers: ['Prefer', 'code=404'] })
  await expect(rows(page), 'what matches arrives').toHaveCount(2)
  await app.send('/pets-api/pets/11')
  await page.getByRole('button', { name: /Remove status:/ }).click()
  await expect(rows(page)).toHaveCount(7)
  await expect(page.getByText(/^7 of 8 exchanges$/)).toBeVisible()
})

test('a link restores filter and exchange', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await someTraffic(app)
  const { items } = await app.call('GET', '/exchanges?filter=service:books')
  await app.show(page, `/traffic?filter=${encodeURIComponent('service:books method:get')}&exchange=${items[0].id}`)
  await expect(rows(page)).toHaveCount(1)
  await expect(page.getByRole('complementary', { name: `Exchange ${items[0].id}` })).toContainText('Dune')
  await expect(rows(page).first()).toHaveAttribute('aria-selected', 'true')
})

test('what can not be read is told in place, and the list stays as it was', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await someTraffic(app)
  await app.show(page, '/traffic')
  await field(page).fill('stauts:404')
  await field(page).press('Enter')
  await expect(page.getByRole('alert')).toContainText('status')
  await expect(field(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(rows(page)).toHaveCount(6)
  await field(page).fill('status:404')
  await expect(page.getByRole('alert')).toHaveCount(0)
  await expect(rows(page)).toHaveCount(2)
})

test('text is looked for in bodies too, of what is there and of what comes', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await someTraffic(app)
  await app.show(page, '/traffic')
  await field(page).fill('zebedee')
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('POST')
  await app.send('/pets-api/pets', { method: 'POST', headers: ['Content-Type', 'application/json'], body: '{"id":10,"name":"Zebedee II"}' })
  await app.send('/pets-api/pets/12')
  await expect(rows(page)).toHaveCount(2)
})

test('chips for the common filters, the menu for this value, and the way out of nothing', async ({ page, start, folder, upstream }) => {
  const url = await upstream((_, response) => response.writeHead(500).end())
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await someTraffic(app)
  await app.send('/pets-api/pets', { headers: ['x-switchyard-mode', 'live'] })
  await app.show(page, '/traffic')
  await page.getByRole('button', { name: /^Errors/ }).click()
  await expect(rows(page).filter({ hasText: '500' })).toHaveCount(1)
  await expect(rows(page).filter({ hasText: '201' })).toHaveCount(0)
  await page.getByRole('button', { name: /^Errors/ }).click()
  await expect(rows(page)).toHaveCount(7)

  await rows(page).filter({ hasText: 'books' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Filter by service:books' }).click()
  await expect(rows(page)).toHaveCount(1)
  await field(page).fill('status:201')
  await expect(page.getByText('No exchange matches')).toBeVisible()
  await page.getByRole('button', { name: 'Drop the filter' }).click()
  await expect(rows(page)).toHaveCount(7)
})

test('clear takes only what matches the filter', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await someTraffic(app)
  await app.show(page, `/traffic?filter=${encodeURIComponent('service:pets')}`)
  await expect(rows(page)).toHaveCount(4)
  await page.getByRole('button', { name: 'Clear what matches; pinned stay' }).click()
  await expect(page.getByText('Cleared 4 exchanges')).toBeVisible()
  await page.getByRole('button', { name: 'Drop the filter' }).click()
  await expect(rows(page)).toHaveCount(2)
})
