import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { petsAndBooks } from './pets.ts'
import { expect, test } from './switchyard.ts'

const EXCHANGES = 100_000
const MAX_HEAP_MB = 150
const MAX_ROWS_DRAWN = 80

const rows = (page: Page) => page.getByRole('grid', { name: 'Exchanges' }).locator('[data-id]')

test('a hundred thousand exchanges: the newest at once, the oldest on Home, every place between, in bounded memory', async ({
  page,
  start,
  folder,
}) => {
  test.setTimeout(180_000)
  const place = folder(petsAndBooks())
  const filled = spawnSync(process.execPath, [fileURLToPath(new URL('./fill-log.ts', import.meta.url)), place, String(EXCHANGES)])
  expect(filled.stderr.toString()).toBe('')
  const app = await start(place)
  const opened = performance.now()
  await app.show(page, '/traffic')
  await expect(rows(page).last()).toContainText(`/pets-api/pets/${EXCHANGES}`)
  const shownMs = performance.now() - opened
  await expect(page.getByText(/of 100,000 exchanges/)).toBeVisible()

  const walked = performance.now()
  await page.keyboard.press('Home')
  await expect(page.locator('[aria-selected=true][data-id="1"]')).toBeVisible({ timeout: 90_000 })
  const oldestMs = performance.now() - walked
  await expect(page.getByText('100,000 of 100,000 exchanges')).toBeVisible()

  const frames = await page.evaluate(scrollThrough)
  await expect(rows(page).last()).toContainText(`/pets-api/pets/${EXCHANGES}`)
  expect(await rows(page).count()).toBeLessThan(MAX_ROWS_DRAWN)
  expect(frames.blank, 'frames with nothing in view').toBe(0)

  await app.send('/pets-api/pets/newest')
  await expect(rows(page).last()).toContainText('/pets-api/pets/newest')
  const heapMb = await heapOf(page)
  expect(heapMb).toBeLessThan(MAX_HEAP_MB)

  await page.keyboard.press('/')
  await page.keyboard.type('path:^/pets-api/pets/77777$')
  await expect(rows(page)).toHaveCount(1)
  const told = `newest after ${Math.round(shownMs)} ms, oldest after ${(oldestMs / 1000).toFixed(1)} s, ${frames.count} steps of a scroll, the worst ${Math.round(frames.worst)} ms, heap ${Math.round(heapMb)} MB`
  test.info().annotations.push({ type: '100,000 exchanges', description: told })
  console.log(`100,000 exchanges: ${told}`)
})

/** From the first row to the last in steps of a two-hundredth. Runs in the page. */
async function scrollThrough() {
  const box = document.querySelector('[role=grid] [role=presentation]') as HTMLElement
  const frame = () => new Promise<number>((drawn) => requestAnimationFrame(drawn))
  const found = { count: 0, worst: 0, blank: 0 }
  const end = box.scrollHeight - box.clientHeight
  for (let step = 0; step <= 200; step++) {
    const before = performance.now()
    box.scrollTop = (end * step) / 200
    await frame()
    await frame()
    found.worst = Math.max(found.worst, performance.now() - before)
    found.count++
    const { left, top, height } = box.getBoundingClientRect()
    if (!document.elementFromPoint(left + 60, top + height / 2)?.closest('[data-id]')) found.blank++
  }
  return found
}

async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_000_000
}
