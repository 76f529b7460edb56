import type { SchemaObject } from '../../openapi/document.ts'

const annotations = new Set('title description default example examples deprecated externalDocs readOnly writeOnly'.split(' '))

/**
 * Whether a value is valid beyond doubt, without a compiled check, which takes 10 ms for the first one of a document; most
 * parameters are as plain as that. Null for schemas that say more; a value that isn't accepted may still be valid.
 */
export function plainSchema(schema: SchemaObject): ((value: unknown) => boolean) | null {
  if (typeof schema !== 'object' || typeof schema.type !== 'string') return null
  const { type, enum: values, minimum, maximum, minLength, maxLength, ...rest } = schema
  if (Object.keys(rest).some((keyword) => !annotations.has(keyword) && !keyword.startsWith('x-'))) return null
  const among = values === undefined ? null : new Set(values as unknown[])
  const isListed = (value: unknown) => among === null || among.has(value)
  if (type === 'boolean') return (value) => typeof value === 'boolean' && isListed(value)
  if (type === 'string') {
    // beyond one, characters would have to be counted as code points
    const least = Number(minLength ?? 0)
    const most = Number(maxLength ?? Number.POSITIVE_INFINITY)
    if (!(least <= 1)) return null
    return (value) => typeof value === 'string' && value.length >= least && value.length <= most && isListed(value)
  }
  if (type !== 'integer' && type !== 'number') return null
  const least = Number(minimum ?? Number.NEGATIVE_INFINITY)
  const most = Number(maximum ?? Number.POSITIVE_INFINITY)
  const isOfType = type === 'integer' ? Number.isInteger : Number.isFinite
  return (value) => isOfType(value) && (value as number) >= least && (value as number) <= most && isListed(value)
}
