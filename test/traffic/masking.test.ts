import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createMask } from '../../proxy-core/traffic/masking.ts'

const names = ['authorization', 'cookie', 'set-cookie', 'x-api-key', 'api_key']
const mask = createMask({ names, key: new Uint8Array(32).fill(7) })
const SECRET = 'eyJhbGciOiJIUzI1NiJ9.canary.abcdef'

test('a bearer token keeps its scheme, length, last four characters and a hash', () => {
  expect(mask.headers(['Authorization', `Bearer ${SECRET}`])).toEqual([
    'Authorization',
    expect.stringMatching(/^Bearer \[masked length=34 last=cdef hash=[0-9a-f]{8}\]$/),
  ])
})

test('a short secret shows no character of itself', () => {
  expect(mask.headers(['x-api-key', 'hunter2-hunter22'])[1]).toMatch(/^\[masked length=16 hash=[0-9a-f]{8}\]$/)
})

test('a first word that is no known scheme is part of the secret', () => {
  expect(mask.headers(['authorization', 'correct horse battery staple'])[1]).toMatch(/^\[masked length=28 last=aple /)
})

test('equal values get equal hashes, other values and other keys get others', () => {
  const value = (m: typeof mask, secret: string) => m.headers(['x-api-key', secret])[1]
  expect(value(mask, SECRET)).toBe(value(mask, SECRET))
  expect(value(mask, SECRET)).not.toBe(value(mask, SECRET.replace('c', 'k')))
  expect(value(mask, SECRET)).not.toBe(value(createMask({ names, key: randomBytes(32) }), SECRET))
})

test('cookies keep their names, one by one', () => {
  const [, value] = mask.headers(['cookie', 'sid=abc; theme=dark;flag; empty='])
  expect(value).toMatch(/^sid=\[masked length=3 hash=\w{8}\]; theme=\[masked length=4 hash=\w{8}\];\[masked length=4 hash=\w{8}\]; empty=$/)
})

test('a set cookie keeps its name and attributes', () => {
  const [, value] = mask.headers(['Set-Cookie', 'sid=s3cret=x; Path=/; HttpOnly'])
  expect(value).toMatch(/^sid=\[masked length=8 hash=\w{8}\]; Path=\/; HttpOnly$/)
})

test('headers without a secret come back as the same array, and the given one is never changed', () => {
  const plain = ['Host', 'a', 'Accept', '*/*']
  expect(mask.headers(plain)).toBe(plain)
  const secret = ['Host', 'a', 'X-API-Key', SECRET]
  expect(mask.headers(secret)).not.toBe(secret)
  expect(secret[3]).toBe(SECRET)
})

test('named query parameters are masked, encoded names too, others stay as written', () => {
  expect(mask.query(`q=a%20b&API%5Fkey=${SECRET}&page=2&api_key=`)).toMatch(
    /^q=a%20b&API%5Fkey=\[masked\+length=34\+last=cdef\+hash=[0-9a-f]{8}\]&page=2&api_key=$/,
  )
  expect(mask.query('%E0%A4%A=1&x')).toBe('%E0%A4%A=1&x')
})

test('more values than it remembers are masked all the same', () => {
  for (let i = 0; i < 3_000; i++) expect(mask.headers(['x-api-key', `key-number-${i}-canary`])[1]).not.toContain('number')
})

test('a parameter that is masked in the query is masked in the URLs of fields too', () => {
  const raw = ['Referer', `http://localhost/a?x=1&api_key=${SECRET}`, 'Location', `/b#api_key=${SECRET}&y=2`, 'Accept', '?api_key=no']
  const shown = mask.headers(raw)
  expect(shown.join()).not.toContain('canary')
  expect(shown[1]).toMatch(/^http:\/\/localhost\/a\?x=1&api_key=\[masked\+length=34\+last=cdef\+hash=\w{8}\]$/)
  expect(shown[3]).toMatch(/^\/b#api_key=\[masked.*&y=2$/)
  expect(shown[5]).toBe('?api_key=no')
})

test('fields without a secret are not copied', () => {
  const raw = ['Referer', 'http://localhost/a?x=1', 'Accept', '*/*']
  expect(mask.headers(raw)).toBe(raw)
})
