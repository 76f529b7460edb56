import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorCatalogue, problemOf } from '../../proxy-core/model/errors.ts'

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

describe('the catalogue of errors', () => {
  it('is what docs/errors.md says, code by code', () => {
    const rows = [...page.matchAll(/^\| <a id="([^"]+)"><\/a>`([^`]+)` \| (\d+) \| (.+) \|$/gm)].map((row) => row.slice(1))
    expect(rows).toEqual(Object.entries(errorCatalogue).map(([code, { status, title }]) => [code, code, String(status), title]))
  })

  it('gives problems with a type that is stable and names the code', () => {
    expect(problemOf('no-upstream', 'set one')).toEqual({
      type: 'urn:switchyard:error:no-upstream',
      code: 'no-upstream',
      title: 'The service has no upstream',
      status: 503,
      detail: 'set one',
    })
  })
})
