import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { repositoryFile } from './process.ts'
import type { Row } from './table.ts'

/** What a browser must load before it shows anything: the page and the scripts and styles that it names. */
export function pageSize(): Row[] {
  const page = readFileSync(repositoryFile('dist/page/index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\.?\/?(assets\/[^"]+)"/g)].map((match) => match[1] as string)
  const bytes = [page, ...named.map((file) => readFileSync(repositoryFile(`dist/page/${file}`)))].reduce(
    (sum, each) => sum + gzipSync(each).length,
    0,
  )
  const kilobytes = bytes / 1000
  return [{ what: 'first load of the page, gzipped', value: kilobytes, unit: 'kB', budget: '≤ 250', met: kilobytes <= 250 }]
}
