import { expect, it } from 'vitest'
import { type Ask, askerOf, jsonOf, openText } from './fixture.ts'

const document = (habits: string) => `
openapi: 3.1.0
info: { title: Habits, version: '1' }
${habits}
paths:
  /people:
    get:
      responses:
        '200':
          description: people
          content:
            application/json:
              schema:
                type: array
                items:
                  type: object
                  required: [firstName, tags, free]
                  properties:
                    firstName: { type: string }
                    email: { type: string, format: email }
                    city: { type: string }
                    country: { type: string }
                    tags: { type: array, items: { type: string } }
                    few: { type: array, maxItems: 1, items: { type: string } }
                    free: { type: object, additionalProperties: { type: integer } }
`
async function withHabits(habits: string): Promise<Ask> {
  return askerOf(await openText(document(habits === '' ? '' : `x-json-schema-faker: ${habits}`)))
}
const peopleOf = (ask: Ask) => Array.from({ length: 30 }, (_, n) => jsonOf(ask('GET', `/people?n=${n}`))).flat()

it('values are in the language that the document asks for, in places where it is spoken', async () => {
  const people = peopleOf(await withHabits('{ locale: de-DE }'))
  expect(new Set(people.map(({ country }) => country))).toEqual(new Set(['Germany']))
  expect(people.some(({ city }) => city === 'München')).toBe(true)
  for (const { email } of people) expect(email).toMatch(/^[a-z0-9.-]+@example\.com$/)
  const japanese = peopleOf(await withHabits('{ locale: ja }'))
  expect(japanese.some(({ firstName }) => /\p{Script=Han}/u.test(firstName))).toBe(true)
  for (const { email } of japanese) expect(email).toMatch(/^[a-z0-9.-]+@example\.com$/)
  expect(peopleOf(await withHabits('{ locale: pt }')).every(({ country }) => /Portugal|Brazil/.test(country))).toBe(true)
  // what there is not is left at English
  expect(peopleOf(await withHabits('{ locale: ../../x }')).length).toBeGreaterThan(30)
})

it('lists are as long as it asks for, unless their schema says otherwise', async () => {
  const ask = await withHabits('{ min-items: 6, max-items: 7 }')
  for (const { tags, few } of peopleOf(ask)) {
    expect([6, 7]).toContain(tags.length)
    expect(few.length).toBe(1)
  }
  for (const { tags } of peopleOf(await withHabits('{ maxItems: 1 }'))) expect(tags.length).toBe(1)
})

it('optional properties are as likely as it asks for', async () => {
  const share = async (habits: string) => {
    const people = peopleOf(await withHabits(habits))
    return people.filter(({ email }) => email !== undefined).length / people.length
  }
  expect(await share('')).toBe(1)
  expect(await share('{ optionalsProbability: 0 }')).toBeLessThan(0.05)
  const half = await share('{ optionalsProbability: 0.5 }')
  expect(half).toBeGreaterThan(0.3)
  expect(half).toBeLessThan(0.7)
  expect(await share('{ optionalsProbability: 0.1, alwaysFakeOptionals: true }')).toBe(1)
})

it('objects that may hold anything hold something, unless it asks for nothing', async () => {
  expect(peopleOf(await withHabits('')).some(({ free }) => Object.keys(free).length > 0)).toBe(true)
  expect(peopleOf(await withHabits('{ fillProperties: false }')).every(({ free }) => Object.keys(free).length === 0)).toBe(true)
})
