import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const require = createRequire(import.meta.url)
const file = () => parse(readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8'))

/** The builder's own check of its file; it comes with electron-builder and needs no network. */
const fromBuilder = createRequire(require.resolve('electron-builder/package.json'))
const { validateConfiguration } = fromBuilder('app-builder-lib/out/util/config/config.js')
const { DebugLogger } = fromBuilder('builder-util')
const validate = (config: unknown): Promise<void> => validateConfiguration(config, new DebugLogger(false))

describe('the file of the builder', () => {
  it('is accepted by the builder', async () => {
    await expect(validate(file())).resolves.toBeUndefined()
  })

  it('would be refused with an option that the builder does not know', async () => {
    await expect(validate({ ...file(), npmRebuilt: false })).rejects.toThrow(/npmRebuilt/)
  })

  it('makes deb and AppImage for Linux, dmg for macOS, nsis for Windows', () => {
    const { linux, mac, win } = file()
    expect([linux.target, mac.target[0].target, win.target]).toEqual([['deb', 'AppImage'], 'dmg', ['nsis']])
  })

  it('closes the fuses that would let the app be run as plain Node or load other code', () => {
    expect(file().electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    })
  })

  it('leaves SQLite outside the archive and builds nothing natively', () => {
    expect(file()).toMatchObject({ npmRebuild: false, asarUnpack: ['**/node_modules/better-sqlite3/**'] })
  })
})
