import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const ROOT = 'https://json-schema.org/draft/2020-12/'
const names = new Set(
  'schema meta/core meta/applicator meta/unevaluated meta/validation meta/meta-data meta/format-annotation meta/content'.split(' '),
)

/**
 * The schemas of JSON Schema 2020-12 itself, which documents of APIs that take schemas refer to; ajv brings a copy.
 * @param uri absolute, without a fragment
 */
export function standardSchema(uri: string): Uint8Array | null {
  const name = uri.startsWith(ROOT) ? uri.slice(ROOT.length) : ''
  if (!names.has(name)) return null
  return Buffer.from(JSON.stringify(require(`ajv/dist/refs/json-schema-2020-12/${name}.json`)))
}
