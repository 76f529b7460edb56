import type { Page } from '@playwright/test'
import { petsAndBooks } from './pets.ts'
import { expect, tabTo, test } from './switchyard.ts'

const themeOf = (page: Page) => page.locator('html')
const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

test('the theme is the system’s until another is chosen, which is kept', async ({ page, start, context }) => {
  const app = await start('sample:shop')
  await page.emulateMedia({ colorScheme: 'light' })
  await app.show(page, '/settings')
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'light')
  const light = await background(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'dark')
  expect(await background(page)).not.toBe(light)

  await page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'Light' }).click()
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'light')
  await expect.poll(async () => (await app.call('GET', '/settings')).theme).toBe('light')
  await page.reload()
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'light')
  const other = await context.newPage()
  await other.emulateMedia({ colorScheme: 'dark' })
  await app.show(other, '/traffic')
  await expect(themeOf(other)).toHaveAttribute('data-theme', 'light')

  await tabTo(page, page.getByRole('radio', { name: 'Light' }))
  await page.keyboard.press('ArrowRight')
  await expect(themeOf(page)).toHaveAttribute('data-theme', 'dark')
})

test('settings are saved in place, refused in place, and hold from the next request on', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await app.show(page, '/settings')
  const mask = page.getByRole('textbox', { name: 'Masked headers' })
  await mask.fill('authorization, x-mine')
  await mask.press('Enter')
  await expect(page.getByText('Masked headers saved')).toBeVisible()
  const limit = page.getByRole('textbox', { name: 'Body limit' })
  await limit.fill('a lot')
  await limit.press('Enter')
  await expect(page.getByRole('alert')).toContainText('1MiB')
  await limit.press('Escape')
  await limit.fill('1kB')
  await limit.press('Enter')
  await expect(page.getByText('Body limit saved')).toBeVisible()

  await app.send('/pets-api/pets', { headers: ['X-Mine', 'hide-this-please'] })
  const { items } = await app.call('GET', '/exchanges')
  const { request } = await app.call('GET', `/exchanges/${items[0].id}`)
  expect(request.headers.find(([name]: [string]) => name === 'X-Mine')[1]).toContain('masked')
})

for (const [words, width, height] of [
  ['900 wide', 900, 900],
  ['at 200 % zoom', 720, 450],
] as const) {
  test(`every view fits a window ${words}, the pane below the list`, async ({ page, start }) => {
    await page.setViewportSize({ width, height })
    const app = await start('sample:shop')
    for (let sent = 0; sent < 30; sent++) await app.send('/api/products/42?expand=reviews&currency=EUR')
    const views = {
      '/traffic': page.getByRole('grid', { name: 'Exchanges' }),
      '/routes': page.getByRole('treegrid', { name: 'Routes' }),
      '/settings': page.getByRole('heading', { name: 'Settings' }),
      '/welcome': page.getByRole('heading', { name: 'Point your app at one URL' }),
    }
    for (const [view, sign] of Object.entries(views)) {
      await app.show(page, view)
      await expect(sign).toBeVisible()
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${view} is no wider than the window`).toBeLessThanOrEqual(0)
    }
    await page.goto(`${app.control}/traffic`)
    await expect(page.getByText('Following', { exact: true })).toBeVisible()
    await page.mouse.click(width / 2, ((await page.getByRole('grid').boundingBox())?.y ?? 0) + 28 + 28 + 14)
    const [list, pane] = [await page.getByRole('grid').boundingBox(), await page.getByRole('complementary').boundingBox()]
    expect(pane?.y).toBeGreaterThanOrEqual((list?.y ?? 0) + (list?.height ?? 0))
    expect((pane?.y ?? 0) + (pane?.height ?? 0)).toBeLessThanOrEqual(height)
    await expect(page.getByText('Why this answer')).toBeInViewport()
    await expect(page.locator('[role=grid] [data-id][aria-selected=true]')).toBeInViewport()
  })
}

test('with reduced motion nothing turns', async ({ page, start, folder, upstream }) => {
  const url = await upstream(() => undefined)
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await app.show(page, '/traffic')
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  void app.send('/pets-api/pets', { headers: ['x-switchyard-mode', 'live'] }).catch(() => undefined)
  await expect(page.locator('.turning').first()).toBeVisible()
  expect(await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)).toBe(0)
})
