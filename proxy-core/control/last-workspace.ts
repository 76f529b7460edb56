import { stat } from 'node:fs/promises'
import type { UserSettings } from '../workspace/user-settings.ts'
import type { WorkspaceChoice } from './opened.ts'
import { choiceOf } from './serving.ts'

/** The workspace that was open last; the welcome page when there was none, or when it is gone. */
export async function lastWorkspace(user: UserSettings, onWarning: ((text: string) => void) | undefined): Promise<WorkspaceChoice> {
  const last = user.read().lastWorkspace
  if (last === null) return { kind: 'none' }
  if (await stat(last).catch(() => null)) return choiceOf(last)
  onWarning?.(`${last}, which was open last, is gone.`)
  return { kind: 'none' }
}
