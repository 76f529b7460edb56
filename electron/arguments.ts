import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { HostStart } from './host-messages.ts'

/** What the app was started with: `switchyard [FOLDER|SPEC|URL] [--port N] [--control-port N] [--host ADDR]`. */
export interface Start {
  target: string | null
  port?: number
  controlPort?: number
  address?: string
}

/**
 * Reads the app's own arguments; Chromium's switches among them are passed over.
 * @param from the folder that relative paths count from
 */
export function readArguments(args: string[], from: string): Start {
  const options = { port: { type: 'string' }, 'control-port': { type: 'string' }, host: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: false })
  const word = positionals.find((each) => each !== 'start')
  return {
    target: word === undefined ? null : isAddress(word) ? word : resolve(from, word),
    ...numbered('port', values.port),
    ...numbered('controlPort', values['control-port']),
    ...(typeof values.host === 'string' ? { address: values.host } : {}),
  }
}

/** A URL, or the sample shop: nothing that lies in a folder. */
export function isAddress(text: string): boolean {
  return /^(https?:\/\/|sample:)/i.test(text)
}

/** How the host opens a path: a folder as it is, a document with its folder. null when nothing is there. */
export async function openPath(path: string): Promise<HostStart['open'] | null> {
  const found = await stat(path).catch(() => null)
  if (found === null) return null
  return found.isDirectory() ? { kind: 'folder', folder: path } : { kind: 'folder', folder: dirname(path), spec: path }
}

function numbered<K extends string>(key: K, value: unknown): { [key in K]?: number } {
  const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN
  return port <= 65_535 ? ({ [key]: port } as { [key in K]: number }) : {}
}
