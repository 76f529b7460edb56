import { parseSize } from '../../proxy-core/model/quantities.ts'

/** Turns what was typed into a setting, or says what is expected. */
export type Rule<T> = (text: string) => { value: T } | { expected: string }

export const sizeRule: Rule<string> = (text) =>
  parseSize(text) === null || text.trim() === '' ? { expected: 'A size, such as 1MiB or 10kB' } : { value: text.trim() }

export const countRule: Rule<number> = (text) => {
  const count = Number(text.replace(/[\s,_]/g, ''))
  return Number.isSafeInteger(count) && count > 0 ? { value: count } : { expected: 'A whole number above zero' }
}

export const listRule: Rule<string[]> = (text) => ({
  value: text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean),
})
