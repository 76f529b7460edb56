import { describe, expect, it } from 'vitest'
import { bodyFacts, bodyLimits } from '../../../renderer/traffic/body/body-notes.ts'
import { fieldsNode } from '../../../renderer/traffic/body/form-fields.ts'
import type { LoadedBody } from '../../../renderer/traffic/body/use-body.ts'
import { barHeights, linePath } from '../../../renderer/traffic/chart.ts'
import { inert } from '../../../renderer/traffic/inert.ts'
import { layoutFor } from '../../../renderer/traffic/list/columns.ts'
import { isMasked, maskedPieces } from '../../../renderer/traffic/masked.ts'
import { rowMenu } from '../../../renderer/traffic/row-menu.ts'
import type { ExchangeActs } from '../../../renderer/traffic/use-acts.ts'
import { exchangeRow } from './rows.ts'

describe('text from outside', () => {
  it('can not turn the order of what stands beside it, nor hide', () => {
    expect(inert('exe\u202egnp\u2066\u0007')).toBe('exe\\u202egnp\\u2066\\u0007')
    expect(inert('Grüße, 世界 🚂')).toBe('Grüße, 世界 🚂')
  })

  it('shows which of it stands for a secret', () => {
    const value = 'Bearer [masked length=36 last=cdef hash=9f8e7d6c]'
    expect(isMasked(value)).toBe(true)
    expect(isMasked('token=[masked+length=3+hash=9f8e7d6c]')).toBe(true)
    expect(isMasked('[masked]')).toBe(false)
    expect(maskedPieces(value)).toEqual([
      { text: 'Bearer ', masked: false },
      { text: '[masked length=36 last=cdef hash=9f8e7d6c]', masked: true },
    ])
  })
})

describe('the charts', () => {
  it('fill their height with the largest bar and hide none that is there', () => {
    expect(barHeights([0, 1, 1_000], 20)).toEqual([0, 1, 20])
    expect(barHeights([], 20)).toEqual([])
  })

  it('draw no line where nothing was measured', () => {
    expect(linePath([10, 5, null, 10, null], 100, 26)).toBe('M0 4.5L25 14.5M75 4.5h1.5')
    expect(linePath([null, null], 100, 26)).toBe('')
  })
})

describe('what is said of a body', () => {
  const loaded = (change: Partial<LoadedBody>): LoadedBody => ({
    captured: new Uint8Array(1_048_576),
    decoded: { kind: 'plain', bytes: new Uint8Array(1_048_576) },
    kind: { views: ['hex'], text: null, form: null },
    contentType: 'application/json; charset=utf-8',
    ...change,
  })

  it('is its type and its sizes, decoded and on the wire', () => {
    const decoded = { kind: 'decoded', bytes: new Uint8Array(3_100), coding: 'gzip', stopped: null } as const
    expect(bodyFacts(loaded({ decoded }), 1_200)).toEqual(['application/json', '3.1 kB', 'gzip 1.2 kB on the wire'])
    expect(bodyFacts(loaded({ contentType: undefined }), 612)).toEqual(['no type given', '612 B'])
  })

  it('is how much of it was kept', () => {
    expect(bodyLimits(loaded({}), { bytes: 3_200_000, truncated: true, masked: false })).toEqual([
      'Cut at capture: the first 1 MiB of 3.2 MB were kept.',
    ])
  })

  it('is that it can not be decoded, or not to its end', () => {
    const whole = { bytes: 10, truncated: false, masked: false }
    const bytes = new Uint8Array(1_000)
    expect(bodyLimits(loaded({ decoded: { kind: 'undecodable', bytes, coding: 'br' } }), whole)[0]).toContain("can't decode br")
    expect(bodyLimits(loaded({ decoded: { kind: 'decoded', bytes, coding: 'gzip', stopped: 'ratio' } }), whole)[0]).toContain('hundredfold')
    expect(bodyLimits(loaded({ decoded: { kind: 'decoded', bytes, coding: 'gzip', stopped: 'input' } }), whole)[0]).toContain('broken')
  })

  it('shows a form as its fields, in order', () => {
    expect(fieldsNode('b=1&a=x+y&b=%21')).toMatchObject({
      children: [
        { key: 'b', text: '1' },
        { key: 'a', text: 'x y' },
        { key: 'b', text: '!' },
      ],
    })
  })
})

describe('the menu of a row', () => {
  const menu = (path: string) =>
    rowMenu({
      exchange: exchangeRow(1, { path }),
      acts: {} as ExchangeActs,
      filter: '',
      onFilter: (text) => chosen.push(text),
      onOpen() {},
      onRemove() {},
    })
  const chosen: string[] = []

  it('filters by a value, in quotes where the language needs them', () => {
    for (const entry of menu('/a,b')) if (entry !== 'line' && entry.words.startsWith('Filter by')) entry.run()
    expect(chosen).toEqual(['path:"^/a,b$"', 'service:shop', 'status:200'])
  })
})

describe('the columns', () => {
  it('leave one after the other as the list gets narrow, and the path is always there', () => {
    expect(layoutFor(940).shown.size).toBe(11)
    expect(layoutFor(720).shown.has('Waterfall')).toBe(false)
    expect(layoutFor(720).shown.has('Service')).toBe(true)
    expect([...layoutFor(420).shown]).toEqual(['Time', 'Method', 'Status', 'Path', 'Marks', 'Source'])
  })

  it('are the same object at the same width, so that rows are not drawn again', () => {
    expect(layoutFor(940)).toBe(layoutFor(930))
    expect(layoutFor(940).withError).toBe(true)
  })
})
