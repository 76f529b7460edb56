/** A JSON object of unknown content. */
export type JsonObject = { [key: string]: unknown }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own member only: keys such as `constructor` and `__proto__` are plain names in documents. */
export function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined
}

export function memberObject(value: unknown, key: string): JsonObject {
  const found = member(value, key)
  return isObject(found) ? found : {}
}

export function memberText(value: unknown, key: string): string | null {
  const found = member(value, key)
  if (typeof found === 'string') return found
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : null
}
