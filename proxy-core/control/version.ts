import { readFileSync } from 'node:fs'

/** The version of Switchyard, from its package.json, which lies beside `dist/` as well as above the source. */
export const VERSION: string = read()

function read(): string {
  const from = import.meta.url
  const base = from.endsWith('.ts') ? new URL('../../', from) : new URL('../', from.slice(0, from.lastIndexOf('/dist/') + '/dist/'.length))
  return (JSON.parse(readFileSync(new URL('package.json', base), 'utf8')) as { version: string }).version
}
