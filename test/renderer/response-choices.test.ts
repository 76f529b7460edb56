import { describe, expect, it } from 'vitest'
import { impliedStatus, statusChoices } from '../../renderer/routes/pane/response-choices.ts'

const responses = (...statuses: string[]) => statuses.map((status) => ({ status, description: null, contentTypes: [], examples: [] }))

describe('the statuses a mock can be told to answer with', () => {
  it('are those of the document, in order', () => {
    expect(statusChoices(responses('404', '200', '201')).map(({ status }) => status)).toEqual([200, 201, 404])
  })

  it('take a range as its first number, and an exact status before its range', () => {
    expect(statusChoices(responses('4XX', '200')).map(({ status, written }) => [status, written])).toEqual([
      [200, '200'],
      [400, '4XX'],
    ])
    expect(statusChoices(responses('400', '4XX')).map(({ written }) => written)).toEqual(['400'])
  })

  it('take default as an error beside a success, else as the success', () => {
    expect(statusChoices(responses('200', 'default')).map(({ status }) => status)).toEqual([200, 500])
    expect(statusChoices(responses('404', 'default')).map(({ status }) => status)).toEqual([200, 404])
  })
})

describe('the status when nobody says', () => {
  it('is the lowest success, else default, else the first listed', () => {
    expect(impliedStatus(responses('404', '204', '201'))).toBe(201)
    expect(impliedStatus(responses('404', 'default'))).toBe(200)
    expect(impliedStatus(responses('503', '404'))).toBe(503)
    expect(impliedStatus([])).toBeNull()
  })
})
