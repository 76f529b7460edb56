import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { runCli } from '../support/cli.ts'
import { petsAndBooks } from './pets.ts'
import { expect, test } from './switchyard.ts'

const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const modeOf = (page: Page, route: string, mode: string) =>
  page.getByRole('radiogroup', { name: `Mode of ${route}`, exact: true }).getByRole('radio', { name: mode })

test('what the command line throws is shown at once, and tells what the page threw', async ({ page, start, folder, home, upstream }) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const place = folder(petsAndBooks({ upstream: url }))
  const set = (...words: string[]) => runCli(['set', ...words], { main: BUILT, cwd: place, env: { SWITCHYARD_HOME: home } })
  const app = await start(place)
  await app.show(page, '/routes')
  await expect(modeOf(page, 'GET /pets-api/pets', 'mock')).toBeChecked()
  expect(await set('pets:listPets', 'live')).toMatchObject({ code: 0 })
  await expect(modeOf(page, 'GET /pets-api/pets', 'live')).toBeChecked()
  expect(await set('--all', 'mock')).toMatchObject({ code: 0 })
  await expect(page.getByRole('radio', { name: 'All mock' })).toBeChecked()
  await expect(modeOf(page, 'GET /pets-api/pets', 'mock')).toBeChecked()
  expect(await set('--all', 'as-set')).toMatchObject({ code: 0 })
  await expect(modeOf(page, 'GET /pets-api/pets', 'live')).toBeChecked()
})

test('what an editor saves into switchyard.yaml is shown at once; what is broken is told and changes nothing', async ({
  page,
  start,
  folder,
  upstream,
}) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const place = folder(petsAndBooks({ upstream: url }))
  const file = `${place}/switchyard.yaml`
  const before = readFileSync(file, 'utf8')
  /** As most editors do: another file, put in the place of the old one. */
  const save = (text: string) => {
    writeFileSync(`${file}~`, text)
    renameSync(`${file}~`, file)
  }
  const app = await start(place)
  await app.show(page, '/routes')
  await expect(modeOf(page, 'GET /pets-api/pets', 'mock')).toBeChecked()
  save(before.replace('    spec: ./pets.yaml', '    spec: ./pets.yaml\n    routes: { listPets: { mode: live } }'))
  await expect(modeOf(page, 'GET /pets-api/pets', 'live')).toBeChecked()

  save(`${before}\t: broken\n`)
  await expect(page.getByRole('contentinfo')).toContainText(/switchyard\.yaml.*\d/)
  await expect(modeOf(page, 'GET /pets-api/pets', 'live'), 'the last good one goes on').toBeChecked()
  expect((await app.send('/pets-api/pets')).body).toBe('from upstream')

  save(before)
  await expect(modeOf(page, 'GET /pets-api/pets', 'mock')).toBeChecked()
  await expect(page.getByRole('contentinfo')).not.toContainText(/broken|line/)
})

test('two pages show the same', async ({ page, start, folder, upstream, context }) => {
  const url = await upstream((_, response) => response.end('from upstream'))
  const app = await start(folder(petsAndBooks({ upstream: url })))
  const other = await context.newPage()
  await app.show(page, '/routes')
  await app.show(other, '/routes')
  await modeOf(other, 'GET /pets-api/pets', 'live').click()
  await expect(modeOf(page, 'GET /pets-api/pets', 'live')).toBeChecked()
  await page.getByRole('radio', { name: 'All mock' }).click()
  await expect(other.getByRole('radio', { name: 'All mock' })).toBeChecked()
})
