import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, expect, test } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))
const electron = join(root, 'node_modules', 'electron')
const binary = existsSync(join(electron, 'path.txt')) ? join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8')) : ''
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

test.skip(binary === '' || !existsSync(binary), "Electron's binary is not here: it is fetched by `npm start` where there is a display")
test.skip(!hasDisplay, 'there is no display here')

test('the desktop app shows the page in a window without Node, and drains when it is closed', async () => {
  const home = mkdtempSync(join(tmpdir(), 'switchyard-electron-'))
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    executablePath: binary,
    args: [...sandbox, `--user-data-dir=${home}`, root, '--port', '0'],
    env: { ...(process.env as Record<string, string>), SWITCHYARD_HOME: home, INIT_CWD: home },
  })
  const window = await app.firstWindow()
  await expect(window.getByRole('button', { name: /sample shop/ })).toBeVisible()
  expect(new URL(window.url()).hash).toBe('')
  expect(
    await window.evaluate(() => [typeof Reflect.get(globalThis, 'require'), Object.keys(Reflect.get(globalThis, 'switchyard'))]),
  ).toEqual(['undefined', ['platform', 'openDialog', 'pathForFile']])
  const { origin } = new URL(window.url())
  await app.close()
  await expect(fetch(origin)).rejects.toThrow()
  rmSync(home, { recursive: true, force: true })
})
