import { describe, expect, it } from 'vitest'
import { checkOf, told } from './one-operation.ts'

const order = {
  type: 'object',
  required: ['id', 'lines'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer', xml: { attribute: true } },
    note: { type: 'string', maxLength: 9, xml: { name: 'remark', prefix: 'o' } },
    paid: { type: 'boolean' },
    lines: { type: 'array', maxItems: 2, xml: { wrapped: true, name: 'items' }, items: { type: 'integer', xml: { name: 'item' } } },
    tag: { type: 'array', items: { type: 'string', minLength: 2 } },
    gone: { type: ['string', 'null'] },
  },
  xml: { name: 'order', namespace: 'urn:o', prefix: 'o' },
}

function findingsOf(body: string, schema: object = order): string[] {
  const check = checkOf({ requestBody: { content: { 'application/xml': { schema } } } })
  return told(check({ headers: ['content-type', 'application/xml; charset=utf-8'], body }))
}

describe('a body of XML', () => {
  it('is read by the xml keywords', () => {
    const body = `<?xml version="1.0"?><!-- c -->
      <o:order xmlns:o="urn:o" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id='7'>
        <o:remark>a &amp; <![CDATA[<b>]]> &#233;</o:remark><paid>true</paid>
        <items><item>1</item><item> 2 </item></items>
        <tag>aa</tag><tag>bb</tag><gone xsi:nil="true"/>
      </o:order>`
    expect(findingsOf(body)).toEqual([])
  })

  const wrong: [body: string, finding: string][] = [
    ['<order id="x"><items/></order>', 'body.id type: Request body property id must be integer'],
    ['<order><items/></order>', "body required: Request body must have required property 'id'"],
    ['<order id="1"/>', "body required: Request body must have required property 'lines'"],
    [
      '<order id="1"><items><item>1</item><item>b</item></items></order>',
      'body.lines.1 type: Request body property lines.1 must be integer',
    ],
    [
      '<order id="1"><items/><tag>aa</tag><tag>b</tag></order>',
      'body.tag.1 minLength: Request body property tag.1 must NOT have fewer than 2 characters',
    ],
    [
      '<order id="1"><items/><remark>ten letters</remark></order>',
      'body.note maxLength: Request body property note must NOT have more than 9 characters',
    ],
    [
      '<order id="1"><items/><other/></order>',
      "body additionalProperties: Request body must NOT have additional properties; found 'other'",
    ],
    ['<basket/>', 'body xml: Request body must be an element <order>'],
  ]
  it.each(wrong)('%s', (body, finding) => {
    expect(findingsOf(body)).toEqual([finding])
  })

  const malformed = [
    '<a>',
    '<a></b>',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<a/><b/>',
    'text',
    '<a>&unknown;</a>',
    '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    '<a><!-- </a>',
    '<1/>',
    '<a>'.repeat(100_000),
  ]
  it.each(malformed)('that is not well-formed is said to be so: %s', (body) => {
    expect(findingsOf(body, {})).toEqual([expect.stringMatching(/^body parse: Request body is not well-formed XML: .* at character \d+$/)])
  })

  it('is read in the time that its length allows', () => {
    const start = performance.now()
    findingsOf(`<order id="1">${' a="b"'.repeat(20_000)}<items>${'<item>1</item>'.repeat(50_000)}</items>${'<x'.repeat(50_000)}`)
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
