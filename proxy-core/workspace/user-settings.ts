import { mkdir, readFile, rename } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { settings } from '../model/status.ts'
import { replaceFile } from './replace-file.ts'

const FILE = 'settings.json'

const userChoices = z.object({
  theme: settings.shape.theme.default('system'),
  page: settings.shape.page.default({}),
  lastWorkspace: z.string().nullable().default(null).describe('absolute path of the folder or document opened last'),
})
export type UserChoices = z.infer<typeof userChoices>

/** What a person, not a workspace, has chosen. */
export interface UserSettings {
  read(): UserChoices
  /** What is left undefined stays. In force at once; resolves when it is on disk, or can't be. Never rejects. */
  change(part: Partial<UserChoices>): Promise<void>
  /** Why the file was not read or can't be written. */
  warning(): string | null
}

/** Reads the settings of the user; a broken file is set aside and the defaults hold. Never rejects. */
export async function openUserSettings(folder = userFolder()): Promise<UserSettings> {
  const path = join(folder, FILE)
  let { settings: current, warning } = await load(path)
  let turn: Promise<void> = Promise.resolve()
  return {
    read: () => current,
    change(part) {
      current = userChoices.parse({ ...current, ...withoutUndefined(part) })
      turn = turn.then(write)
      return turn
    },
    warning: () => warning,
  }

  async function write(): Promise<void> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await replaceFile(path, `${JSON.stringify(current, null, 2)}\n`, { mode: 0o600 })
    } catch (error) {
      warning = `${path} can not be written: ${messageOf(error)}`
    }
  }
}

/** `SWITCHYARD_HOME`, else the folder where the platform keeps settings. */
export function userFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.SWITCHYARD_HOME) return env.SWITCHYARD_HOME
  if (platform === 'win32') return join(env.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Switchyard')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Switchyard')
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'switchyard')
}

async function load(path: string): Promise<{ settings: UserChoices; warning: string | null }> {
  const defaults = userChoices.parse({})
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return { settings: defaults, warning: missing ? null : `${path} can not be read: ${messageOf(error)}` }
  }
  try {
    return { settings: userChoices.parse(JSON.parse(text)), warning: null }
  } catch {
    const aside = `${path}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
    await rename(path, aside).catch(() => undefined)
    return { settings: defaults, warning: `The settings could not be read; they were set aside as ${aside}.` }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function withoutUndefined(part: Partial<UserChoices>): Partial<UserChoices> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined))
}
