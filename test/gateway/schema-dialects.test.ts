import { afterEach, describe, expect, it } from 'vitest'
import { createServiceRuntime } from '../../proxy-core/gateway/service-runtime.ts'
import { createMock } from '../../proxy-core/mock/create-mock.ts'
import { openText } from '../mock/fixture.ts'
import { type Rig, startRig } from './rig.ts'

let rig: Rig | null = null
afterEach(async () => {
  await rig?.close()
  rig = null
})

/** What a gateway that serves a document of these schemas finds in bodies of the one named `Body`: `location code`. */
async function gatewayFor(schemas: object, openapi = '3.1.0'): Promise<(body: unknown) => Promise<string[]>> {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Body' } } }
  const operation = { requestBody: { required: true, content }, responses: { 204: { description: 'Taken' } } }
  const text = JSON.stringify({
    openapi,
    info: { title: 'One', version: '1' },
    paths: { '/a': { put: operation } },
    components: { schemas },
  })
  const document = await openText(text)
  const started = await startRig([])
  rig = started
  const mock = createMock(document, { seed: '', dynamic: false, generate: 'realistic' })
  const options = { name: 'one', mount: '', document, upstream: null, mode: null, routes: {}, mock }
  started.switchboard.setServices([createServiceRuntime(options).service])
  return async (body) => {
    started.records.length = 0
    const headers = { 'content-type': 'application/json' }
    const { status } = await fetch(`${started.url}/a`, { method: 'PUT', headers, body: JSON.stringify(body) })
    const [record] = await started.recorded(1)
    const found = (record?.findings ?? []).map(({ location, code }) => `${location.slice(1).join('.')} ${code}`)
    expect(status).toBe(found.length === 0 ? 204 : 422)
    return found
  }
}

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })

describe('JSON Schema 2020-12', () => {
  const tree = {
    $id: 'https://example.com/tree',
    $dynamicAnchor: 'node',
    type: 'object',
    properties: { value: true, children: { type: 'array', items: { $dynamicRef: '#node' } } },
  }

  it('extends a recursive schema by $dynamicRef: what is closed is closed at every depth', async () => {
    const strict = { $id: 'https://example.com/strict', $dynamicAnchor: 'node', $ref: 'tree', unevaluatedProperties: false }
    const check = await gatewayFor({ Tree: tree, Body: strict })
    expect(await check({ children: [{ value: 1, children: [] }] })).toEqual([])
    expect(await check({ children: [{ children: [{ vaule: 1 }] }] })).toContain('children.0.children.0 unevaluatedProperties')
  })

  it('leaves the same schema open where nobody extends it', async () => {
    const strict = { $id: 'https://example.com/strict', $dynamicAnchor: 'node', $ref: 'tree', unevaluatedProperties: false }
    const check = await gatewayFor({ Body: tree, Strict: strict })
    expect(await check({ children: [{ vaule: 1 }] })).toEqual([])
    expect(await check({ children: [1] })).toEqual(['children.0 type'])
  })

  it('fills a generic list by $dynamicAnchor, one type for each that binds it', async () => {
    const list = {
      $id: 'https://example.com/list',
      type: 'array',
      items: { $dynamicRef: '#item' },
      $defs: { any: { $dynamicAnchor: 'item' } },
    }
    const of = (type: string) => ({
      $id: `https://example.com/${type}s`,
      $ref: 'list',
      $defs: { item: { $dynamicAnchor: 'item', type } },
    })
    const body = { type: 'object', properties: { names: schema('Names'), counts: schema('Counts'), all: schema('List') } }
    const check = await gatewayFor({ List: list, Names: of('string'), Counts: of('integer'), Body: body })
    expect(await check({ names: ['a'], counts: [1], all: ['a', 1] })).toEqual([])
    expect(await check({ names: [1], counts: ['a'] })).toEqual(['names.0 type', 'counts.0 type'])
  })

  it('counts anchors and pointers from the nearest $id', async () => {
    const part = (type: string) => ({ $id: `https://example.com/of-${type}`, $ref: '#it', $defs: { it: { $anchor: 'it', type } } })
    const pointed = { $id: 'https://example.com/pointed', $ref: '#/$defs/it', $defs: { it: { type: 'boolean' } } }
    const properties = { text: schema('Text'), count: { $ref: 'https://example.com/of-integer' }, flag: schema('Pointed') }
    const check = await gatewayFor({ Text: part('string'), Count: part('integer'), Pointed: pointed, Body: { properties } })
    expect(await check({ text: 'a', count: 1, flag: true })).toEqual([])
    expect(await check({ text: 1, count: 'a', flag: 1 })).toEqual(['text type', 'count type', 'flag type'])
  })

  it('knows what was evaluated in branches, conditions and references', async () => {
    const check = await gatewayFor({
      Named: { properties: { name: { type: 'string' } } },
      Body: {
        allOf: [schema('Named')],
        if: { properties: { kind: { const: 'a' } }, required: ['kind'] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { a: true } },
        else: { properties: { b: true } },
        unevaluatedProperties: false,
      },
    })
    expect(await check({ name: 'x', kind: 'a', a: 1 })).toEqual([])
    expect(await check({ name: 'x', b: 1 })).toEqual([])
    expect(await check({ kind: 'a', b: 1 })).toEqual([' unevaluatedProperties'])
  })

  it('knows which items were evaluated', async () => {
    const body = { prefixItems: [{ type: 'string' }], unevaluatedItems: { type: 'boolean' } }
    const check = await gatewayFor({ Body: body })
    expect(await check(['a', true])).toEqual([])
    expect(await check(['a', true, null])).toEqual(['2 type'])
  })
})

describe("OpenAPI's own", () => {
  it('readOnly is neither sent nor required in a request', async () => {
    const properties = { id: { type: 'integer', readOnly: true }, secret: { type: 'string', writeOnly: true } }
    const check = await gatewayFor({ Body: { type: 'object', required: ['id', 'secret'], properties } })
    expect(await check({ secret: 'x' })).toEqual([])
    expect(await check({ id: 1, secret: 'x' })).toEqual(['id readOnly'])
    expect(await check({})).toEqual([' required'])
  })

  it('nullable and boolean exclusives are those of 3.0', async () => {
    const properties = {
      name: { type: 'string', nullable: true },
      part: { nullable: true, allOf: [schema('Part')] },
      size: { type: 'number', minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
    }
    const check = await gatewayFor({ Part: { type: 'object' }, Body: { type: 'object', properties } }, '3.0.3')
    expect(await check({ name: null, part: null, size: 9 })).toEqual([])
    expect(await check({ name: 1, size: 0 })).toEqual(['name type', 'size exclusiveMinimum'])
    expect(await check({ size: 9.5 })).toEqual(['size maximum'])
  })

  it('a discriminator tells variants apart by their mapping', async () => {
    const variant = (kind: string, name: string) => ({
      type: 'object',
      required: ['kind', name],
      properties: { kind: { const: kind }, [name]: { type: 'string' } },
    })
    const mapping = { c: '#/components/schemas/Cat', d: 'Dog' }
    const body = { oneOf: [schema('Cat'), schema('Dog')], discriminator: { propertyName: 'kind', mapping } }
    const check = await gatewayFor({ Cat: variant('c', 'purr'), Dog: variant('d', 'bark'), Body: body })
    expect(await check({ kind: 'c', purr: 'x' })).toEqual([])
    expect(await check({ kind: 'd', bark: 'x' })).toEqual([])
    expect(await check({ kind: 'd', purr: 'x' })).not.toEqual([])
  })
})
