import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openUserSettings, userFolder } from '../../proxy-core/workspace/user-settings.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchyard-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('starts with defaults and remembers what is changed', async () => {
  const first = await openUserSettings(join(folder, 'new'))
  expect(first.read()).toEqual({ theme: 'system', page: {}, lastWorkspace: null })
  await Promise.all([first.change({ theme: 'dark', page: undefined }), first.change({ lastWorkspace: '/a' })])
  const second = await openUserSettings(join(folder, 'new'))
  expect(second.read()).toEqual({ theme: 'dark', page: {}, lastWorkspace: '/a' })
  expect(second.warning()).toBeNull()
})

it('sets a broken file aside and says where', async () => {
  await writeFile(join(folder, 'settings.json'), '{"theme":')
  const settings = await openUserSettings(folder)
  expect(settings.read().theme).toBe('system')
  const [aside] = await readdir(folder)
  expect(settings.warning()).toContain(aside)
  expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe('{"theme":')
})

it('keeps changes for this run where nothing can be written', async () => {
  await writeFile(join(folder, 'file'), '')
  const settings = await openUserSettings(join(folder, 'file'))
  await settings.change({ theme: 'light' })
  expect(settings.read().theme).toBe('light')
  expect(settings.warning()).toContain('can not be written')
})

it('keeps them where the platform keeps settings', () => {
  expect(userFolder({ SWITCHYARD_HOME: '/x' }, 'linux')).toBe('/x')
  expect(userFolder({ XDG_CONFIG_HOME: '/c' }, 'linux')).toBe('/c/switchyard')
  expect(userFolder({}, 'darwin')).toMatch(/Library.Application Support.Switchyard$/)
  expect(userFolder({ APPDATA: '/roaming' }, 'win32')).toMatch(/roaming.Switchyard$/)
})
