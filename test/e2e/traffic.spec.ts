import type { ServerResponse } from 'node:http'
import type { Page } from '@playwright/test'
import { petsAndBooks } from './pets.ts'
import { expect, test } from './switchyard.ts'

/** Promised are 100 ms; a machine that is busy with other things is no reason to fail. */
const ARRIVAL_LIMIT_MS = 500

const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')

test('an exchange is in the list within moments of its end, while the list follows', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await app.show(page, '/traffic')
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  await app.send('/pets-api/pets')
  await expect(rows(page)).toHaveCount(1)
  await page.evaluate(() => {
    const shownAt: Record<string, number> = {}
    Object.assign(globalThis, { shownAt })
    const note = () =>
      requestAnimationFrame(() => {
        for (const row of document.querySelectorAll<HTMLElement>('[role=grid] [data-id]')) {
          if (!row.textContent?.includes('pending')) shownAt[row.dataset.id ?? ''] ??= Date.now()
        }
      })
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  for (let sent = 0; sent < 15; sent++) {
    await app.send(`/pets-api/pets/${sent}`)
    await expect(rows(page).last()).toContainText(`/pets-api/pets/${sent}`)
  }
  await expect(page.getByText('Following')).toBeVisible()

  const shownAt = await page.evaluate(() => Reflect.get(globalThis, 'shownAt') as Record<string, number>)
  const { items } = await app.call('GET', '/exchanges?limit=15')
  const delays: number[] = items
    .map(({ id, startedAt, durationMs }: { id: string; startedAt: string; durationMs: number }) => {
      expect(shownAt[id], `exchange ${id} was shown`).toBeDefined()
      return (shownAt[id] ?? 0) - Date.parse(startedAt) - durationMs
    })
    .sort((a: number, b: number) => a - b)
  const [median = 0, worst = 0] = [delays[7], delays[14]].map((ms) => Math.round(ms ?? 0))
  test.info().annotations.push({ type: 'from end to row', description: `median ${median} ms, worst ${worst} ms` })
  console.log(`from the end of an exchange to its row: median ${median} ms, worst ${worst} ms`)
  expect(median).toBeLessThan(ARRIVAL_LIMIT_MS)
})

test('a row is there while the answer is awaited, and the same row tells how it ended', async ({ page, start, folder, upstream }) => {
  const held: ServerResponse[] = []
  const url = await upstream((_, response) => held.push(response))
  const app = await start(folder(petsAndBooks({ upstream: url })))
  await app.call('PATCH', '/services/pets', { mode: 'live' })
  await app.show(page, '/traffic')
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  const answer = app.send('/pets-api/pets/slow')
  const row = rows(page).filter({ hasText: '/pets-api/pets/slow' })
  await expect(row).toContainText('pending')
  await expect(page.getByRole('button', { name: /Pending/ })).toContainText('1')
  const id = await row.getAttribute('data-id')
  await row.click()
  await expect(page.getByText(/^Under way\./)).toBeVisible()

  const cut = app.send('/pets-api/pets/cut').catch((error: Error) => error.message)
  await expect(rows(page)).toHaveCount(2)
  await expect.poll(() => held.length).toBe(2)
  held[0]?.writeHead(200, { 'content-type': 'application/json' }).end('{"at":"last"}')
  expect((await answer).body).toBe('{"at":"last"}')
  await expect(rows(page).first()).toHaveAttribute('data-id', id ?? '')
  await expect(rows(page).first()).toContainText(/200.*live/)
  await expect(page.getByRole('complementary').getByRole('tree')).toContainText('"last"')

  held[1]?.writeHead(200, { 'content-length': '100' })
  held[1]?.write('half', () => held[1]?.destroy())
  await cut
  await expect(rows(page).last()).not.toContainText('pending')
  await expect(rows(page).last()).toContainText('broken off')
  await expect(page.getByRole('button', { name: /Pending/ })).toContainText('0')
})

test('away from the end the list keeps its place and counts what is new', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  for (let sent = 0; sent < 80; sent++) await app.send(`/pets-api/pets/${sent}`)
  await app.show(page, '/traffic')
  await expect(rows(page).last()).toContainText('/pets-api/pets/79')
  await rows(page).last().hover()
  await page.mouse.wheel(0, -900)
  await expect(page.getByText('Not following')).toBeVisible()
  const seen = await firstInView(page)
  for (let sent = 80; sent < 85; sent++) await app.send(`/pets-api/pets/${sent}`)
  await expect(page.getByRole('button', { name: '5 new' })).toBeVisible()
  expect(await firstInView(page), 'the rows in view stay').toBe(seen)
  await page.getByRole('button', { name: '5 new' }).click()
  await expect(rows(page).last()).toContainText('/pets-api/pets/84')
  await expect(page.getByText('Following', { exact: true })).toBeVisible()
})

test('a paused list stands still while traffic goes on, and catches up', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  await app.send('/pets-api/pets/1')
  await app.show(page, '/traffic')
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('button', { name: /^Pause/ }).click()
  for (const id of [2, 3]) expect((await app.send(`/pets-api/pets/${id}`)).status).toBe(200)
  await expect(page.getByText('Paused, 2 changes waiting')).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(rows(page)).toHaveCount(3)
})

test('clear leaves what is pinned, and can be undone', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  for (const id of [1, 2, 3]) await app.send(`/pets-api/pets/${id}`)
  await app.show(page, '/traffic')
  await rows(page).nth(1).click()
  await page.getByRole('button', { name: /^Pin/ }).click()
  await expect(rows(page).nth(1)).toContainText('pinned')
  await page.getByRole('button', { name: 'Clear the log; pinned stay' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('/pets-api/pets/2')
  await expect(page.getByText('Cleared 2 exchanges')).toBeVisible()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(rows(page)).toHaveCount(3)
  await page.reload()
  await expect(rows(page)).toHaveCount(3)
})

test('one exchange is deleted from its menu, and comes back', async ({ page, start, folder }) => {
  const app = await start(folder(petsAndBooks()))
  for (const id of [1, 2]) await app.send(`/pets-api/pets/${id}`)
  await app.show(page, '/traffic')
  await rows(page).first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText('/pets-api/pets/2')
  await page.getByRole('button', { name: /^Undo/ }).click()
  await expect(rows(page)).toHaveCount(2)
})

test('what one page clears is gone from the other', async ({ page, start, folder, context }) => {
  const app = await start(folder(petsAndBooks()))
  await app.send('/pets-api/pets/1')
  const other = await context.newPage()
  await app.show(page, '/traffic')
  await app.show(other, '/traffic')
  await expect(rows(other)).toHaveCount(1)
  await page.getByRole('button', { name: 'Clear the log; pinned stay' }).click()
  await expect(other.getByText('Waiting for the first request')).toBeVisible()
})

/** The path of the first row under the head. */
function firstInView(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const box = document.querySelector('[role=grid]')?.getBoundingClientRect()
    const row = box && document.elementFromPoint(box.left + 40, box.top + 28 + 20)?.closest<HTMLElement>('[data-id]')
    return row?.dataset.id ?? null
  })
}
