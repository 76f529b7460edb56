import type { FieldError } from './answers.ts'

/** Reads fields of a body and gathers what is wrong with them. */
export interface Fields {
  text(field: string, rule: { min?: number; max: number; pattern?: RegExp; otherwise?: string }): string
  integer(field: string, rule: { min: number; max: number; otherwise?: number }): number
  oneOf<T extends string>(field: string, values: readonly T[]): T
  tags(field: string): string[]
  /** The fields of an object inside. */
  inside(field: string): Fields
  has(field: string): boolean
  readonly errors: FieldError[]
}

export function readFields(value: unknown, errors: FieldError[] = [], prefix = ''): Fields {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const object: Record<string, unknown> = isObject ? (value as Record<string, unknown>) : {}
  if (!isObject) errors.push({ field: prefix || 'body', message: 'must be a JSON object' })
  const wrong = (field: string, message: string) =>
    void (isObject && errors.push({ field: prefix ? `${prefix}.${field}` : field, message }))

  return {
    errors,
    has: (field) => object[field] !== undefined,
    text(field, { min = 1, max, pattern, otherwise }) {
      const found = object[field] ?? otherwise
      const fits = typeof found === 'string' && found.length >= min && found.length <= max && (pattern?.test(found) ?? true)
      if (!fits) wrong(field, pattern ? `must match ${pattern.source}` : `must be a text of ${min} to ${max} characters`)
      return fits ? found : ''
    },
    integer(field, { min, max, otherwise }) {
      const found = object[field] ?? otherwise
      const fits = Number.isInteger(found) && Number(found) >= min && Number(found) <= max
      if (!fits) wrong(field, `must be a whole number from ${min} to ${max}`)
      return fits ? Number(found) : min
    },
    oneOf(field, values) {
      const found = values.find((one) => one === object[field])
      if (found === undefined) wrong(field, `must be one of ${values.join(', ')}`)
      return found ?? (values[0] as (typeof values)[number])
    },
    tags(field) {
      const found = object[field] ?? []
      const fits = Array.isArray(found) && found.length <= 10 && new Set(found).size === found.length && found.every(isTag)
      if (!fits) wrong(field, 'must be a list of up to 10 different tags in lower case')
      return fits ? found : []
    },
    inside: (field) => readFields(object[field] ?? null, errors, prefix ? `${prefix}.${field}` : field),
  }
}

function isTag(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z][a-z-]{1,19}$/.test(value)
}
