import { expect, it } from 'vitest'
import { compileResponseCheck } from '../../proxy-core/contract/compile-response-check.ts'
import { toXml } from '../../proxy-core/mock/body/xml.ts'
import { askerOf, openFixture, textOf } from './fixture.ts'

it('a body in XML is read back by the same keywords as a valid one: names, prefixes, attributes, wrappers, lists in lists, null', async () => {
  const document = await openFixture('pets-xml.yaml')
  const ask = askerOf(document)
  for (const operation of document.operations) {
    const check = compileResponseCheck(document, operation)
    for (let n = 0; n < 20; n++) {
      const { status, headers, body } = ask('GET', `${operation.template}?n=${n}`)
      const head = check({ method: 'GET', status, headers })
      expect([...head.findings, ...(head.body?.(body, headers, 1e6) ?? [])]).toEqual([])
    }
  }
})

it('every prefix is declared where it is used first', async () => {
  const ask = askerOf(await openFixture('pets-xml.yaml'))
  const text = textOf(ask('GET', '/pet'))
  expect(text).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<sample:pet xmlns:sample="[^"]+" xmlns:z="http:\/\/z" id="\d+" xml:lang="[^"]+" z:code="/,
  )
  expect(text).toMatch(/<photos><photo>[^<]+<\/photo>/)
  expect(text).toMatch(/<t:tags xmlns:t="http:\/\/t"><tag><u:v xmlns:u="http:\/\/u">/)
  expect(text).toMatch(/<sample:keeper><first>/)
  expect(text).toMatch(/<inner>[^<]+<\/inner><inner>/)
  expect(textOf(ask('GET', '/people'))).toMatch(/<p:people xmlns:p="http:\/\/p"><q:person xmlns:q="http:\/\/q">/)
})

it('text is escaped, and what XML can not hold is left out', async () => {
  const document = await openFixture('pets-xml.yaml')
  const schema = {
    type: 'object',
    xml: { name: 'a' },
    properties: { b: { xml: { attribute: true } }, c: { xml: { nodeType: 'cdata' } }, d: {} },
  }
  expect(toXml(document, schema, { b: '"<&', c: 'x]]>y', d: 'a\u0000b\ud800' }).split('\n')[1]).toBe(
    '<a b="&quot;&lt;&amp;"><![CDATA[x]]]]><![CDATA[>y]]><d>ab\ufffd</d></a>',
  )
})
