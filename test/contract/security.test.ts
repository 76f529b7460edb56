import { describe, expect, it } from 'vitest'
import { checkOf } from './one-operation.ts'

const securitySchemes = {
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  queryKey: { type: 'apiKey', in: 'query', name: 'api key' },
  session: { type: 'apiKey', in: 'cookie', name: 'sid' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'Bearer' },
  digest: { type: 'http', scheme: 'digest' },
  negotiate: { type: 'http', scheme: 'Negotiate' },
  oauth: { type: 'oauth2', flows: {} },
  oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/.well-known/openid-configuration' },
  certificate: { type: 'mutualTLS' },
}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const digest = 'Digest username="ada", realm="*", nonce="abc123", uri="/a", response="6629fae49393a05397450978507c4ef1"'

function checkFor(security: Record<string, string[]>[]) {
  return checkOf({ security }, { components: { securitySchemes } })
}

describe('credentials', () => {
  const table: [
    scheme: string,
    sent: { headers?: string[]; query?: string },
    wrong: { headers?: string[]; query?: string },
    challenge: string,
  ][] = [
    ['key', { headers: ['x-KEY', 'abc'] }, { headers: ['X-Key', ''] }, 'ApiKey realm="*", in="header", name="X-Key"'],
    ['queryKey', { query: 'api%20key=abc' }, { query: 'api+key=' }, 'ApiKey realm="*", in="query", name="api key"'],
    ['session', { headers: ['Cookie', 'a=b; sid=1'] }, { headers: ['Cookie', 'sid2=1'] }, 'ApiKey realm="*", in="cookie", name="sid"'],
    [
      'basic',
      { headers: ['Authorization', `basic ${base64('ada:a:b')}`] },
      { headers: ['Authorization', `Basic ${base64('ada')}`] },
      'Basic realm="*"',
    ],
    ['bearer', { headers: ['Authorization', 'bearer t'] }, { headers: ['Authorization', 'Bearer '] }, 'Bearer'],
    ['bearer', { headers: ['Authorization', 'Bearer t'] }, { headers: ['Authorization', 'Basic YTpi'] }, 'Bearer'],
    [
      'digest',
      { headers: ['Authorization', digest] },
      { headers: ['Authorization', 'Digest username="ada"'] },
      'Digest realm="*", nonce="abc123"',
    ],
    ['negotiate', { headers: ['Authorization', 'Negotiate YII'] }, { headers: ['Authorization', 'Negotiate'] }, 'Negotiate realm="*"'],
    ['oauth', { headers: ['Authorization', 'Bearer t'] }, {}, 'OAuth2'],
    ['oidc', { headers: ['Authorization', 'Bearer t'] }, {}, 'OpenID'],
  ]
  it.each(table)('of %s: %o are taken, %o are not', (scheme, sent, wrong, challenge) => {
    const check = checkFor([{ [scheme]: [] }])
    expect(check(sent)).toMatchObject({ security: null, findings: [] })
    for (const refused of [wrong, {}]) {
      const { security, findings } = check(refused)
      expect(security).toEqual({ challenges: [challenge] })
      expect(findings).toHaveLength(1)
      expect(findings[0]).toMatchObject({
        severity: 'Error',
        code: '401',
        message: expect.stringMatching(/^Invalid security scheme used; send /),
      })
    }
  })

  it('are named where they are missing', () => {
    const { findings } = checkFor([{ key: [], bearer: [] }, { session: [] }])({})
    expect(findings).toEqual([
      {
        location: ['header', 'x-key'],
        severity: 'Error',
        code: '401',
        message: 'Invalid security scheme used; send the header X-Key and Authorization: Bearer <token>, or the cookie sid',
      },
    ])
  })

  it('of one requirement are all needed, of several requirements one is enough', () => {
    const check = checkFor([{ key: [], bearer: [] }, { session: [] }])
    const key = ['X-Key', 'k']
    const bearer = ['Authorization', 'Bearer t']
    expect(check({ headers: [...key, ...bearer] }).security).toBeNull()
    expect(check({ headers: ['Cookie', 'sid=1'] }).security).toBeNull()
    expect(check({ headers: key }).security?.challenges).toEqual(['Bearer', 'ApiKey realm="*", in="cookie", name="sid"'])
    expect(check({ headers: bearer }).security?.challenges).toHaveLength(2)
  })

  it('are not asked for where the document lets them be left out, nor certificates, which plain HTTP has not', () => {
    expect(checkFor([{ key: [] }, {}])({}).findings).toEqual([])
    expect(checkFor([])({}).findings).toEqual([])
    expect(checkFor([{ certificate: [] }])({}).findings).toEqual([])
    expect(checkFor([{ certificate: [], key: [] }])({}).security?.challenges).toHaveLength(1)
  })
})
