import { petsAndBooks } from './pets.ts'
import { type App, expect, tabTo, test } from './switchyard.ts'

const sourceOf = async (app: App, path: string) => (await app.send(path)).headers['x-switchyard-source']

test('search, arrows, 1, 2 and 0: a switch is thrown and let go without a mouse', async ({ page, start, folder, upstream }) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.show(page)
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(page).toHaveURL(/\/routes$/)
  await expect(page.getByRole('treegrid', { name: 'Routes' })).toBeVisible()

  await page.keyboard.press('/')
  await page.keyboard.type('pets/{id}')
  const row = page.getByRole('row', { name: /GET \/pets\/\{id\}/ })
  await expect(page.getByRole('row', { name: /POST/ })).toHaveCount(0)
  await page.keyboard.press('Enter')
  // The service, its tag, the route.
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('treegrid')).toHaveAttribute('aria-activedescendant', 'row-pets:GET /pets/{id}')

  await page.keyboard.press('2')
  await expect(row.getByRole('radio', { name: 'live' })).toBeChecked()
  expect(await sourceOf(app, '/pets-api/pets/1')).toBe('live')
  await page.keyboard.press('1')
  await expect(row.getByRole('radio', { name: 'mock' })).toBeChecked()
  expect(await sourceOf(app, '/pets-api/pets/1')).toBe('mock')
  const group = row.getByRole('radiogroup')
  await expect(group).toHaveAttribute('data-setting', 'set')
  await page.keyboard.press('0')
  await expect(group).toHaveAttribute('data-setting', 'inherited')

  await page.keyboard.press('Escape')
  await expect(page.getByRole('row', { name: /POST/ })).toBeVisible()
})

test('Space picks, 2 throws all that are picked, Ctrl+Z throws them back', async ({ page, start, folder, upstream }) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.show(page, '/routes')
  await expect(page.getByRole('row', { name: /POST/ })).toBeVisible()
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page.getByRole('toolbar', { name: 'Picked routes' })).toContainText('2 routes')
  await page.keyboard.press('2')
  await expect(page.getByText('2 routes to live')).toBeVisible()
  expect(await sourceOf(app, '/pets-api/pets')).toBe('live')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(page.getByText('2 routes to live')).toHaveCount(0)
  await expect.poll(() => sourceOf(app, '/pets-api/pets')).toBe('mock')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('toolbar', { name: 'Picked routes' })).toHaveCount(0)
})

test('a route is opened, told to answer 404, and closed; Escape takes the top layer each time', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await app.show(page, '/routes')
  await expect(page.getByRole('row', { name: /POST/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('getPet')
  await expect(page.getByRole('row', { name: /POST/ })).toHaveCount(0)
  await page.keyboard.press('ArrowDown')
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const pane = page.getByRole('complementary', { name: 'Route getPet' })
  await expect(pane).toBeVisible()
  await tabTo(page, pane.getByRole('radio', { name: /404/ }))
  await page.keyboard.press('Enter')
  await expect(pane.getByRole('radio', { name: /404/ })).toBeChecked()
  expect((await app.send('/pets-api/pets/7')).status).toBe(404)

  await page.keyboard.press('Escape')
  await expect(pane).toHaveCount(0)
  await expect(page.getByRole('searchbox')).toHaveValue('getPet')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('searchbox')).toHaveValue('')
})

test('live without an upstream is told where 2 was pressed, and the step that helps is at hand', async ({
  page,
  start,
  folder,
  upstream,
}) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const app = await start(folder(petsAndBooks()))
  await app.show(page, '/routes')
  await expect(page.getByRole('row', { name: /POST/ })).toBeVisible()
  for (let press = 0; press < 3; press++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('2')
  const message = page.getByRole('alert')
  await expect(message).toContainText(/upstream/)
  await tabTo(page, message.getByRole('button', { name: 'Set the upstream' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Upstream of pets' }).getByRole('textbox', { name: 'URL' })).toBeFocused()
  await page.keyboard.type(url)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await tabTo(page, page.getByRole('treegrid'))
  await page.keyboard.press('2')
  await expect.poll(() => sourceOf(app, '/pets-api/pets')).toBe('live')
})

test('the menu of a service, the sheet of keys, folding: all by keys', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await app.show(page, '/routes')
  const post = page.getByRole('row', { name: /POST/ })
  await expect(post).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await expect(post).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(post).toBeVisible()

  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem', { name: 'Set the upstream' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Mount of pets' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keys' })
  for (const words of ['Throw to mock', 'Throw to live', 'Search', 'Traffic']) await expect(sheet).toContainText(words)
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
})

test('the master switch is moved by arrows', async ({ page, start, folder, upstream }) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.show(page, '/routes')
  const master = page.getByRole('radiogroup', { name: 'Master switch' })
  await tabTo(page, master.getByRole('radio', { name: 'As set' }))
  await page.keyboard.press('ArrowRight')
  await expect(master.getByRole('radio', { name: 'All live' })).toBeChecked()
  await expect(master.getByRole('radio', { name: 'All live' })).toBeFocused()
  await expect.poll(() => sourceOf(app, '/pets-api/pets')).toBe('live')
})

test('the row that the arrows are on is in sight, under nothing', async ({ page, start }) => {
  await page.setViewportSize({ width: 1000, height: 420 })
  const app = await start('sample:shop')
  await app.show(page, '/routes')
  await expect(page.getByRole('row', { name: /POST \/login/ })).toBeVisible()
  const uncovered = () =>
    page.evaluate(() => {
      const row = document.querySelector('[data-row][data-cursor]')
      const { left, top, bottom } = row?.getBoundingClientRect() ?? new DOMRect()
      const at = (y: number) => document.elementFromPoint(left + 200, y)?.closest('[data-row]')
      return row !== null && at(top + 2) === row && at(bottom - 2) === row
    })
  for (const key of ['End', 'PageUp', 'ArrowUp', 'PageDown', 'Home', 'ArrowDown']) {
    await page.keyboard.press(key)
    await expect.poll(uncovered, key).toBe(true)
  }
})
