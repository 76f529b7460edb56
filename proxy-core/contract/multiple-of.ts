import { createRequire } from 'node:module'
import type { Ajv2020, CodeKeywordDefinition } from 'ajv/dist/2020.js'

const require = createRequire(import.meta.url)
/** 0.07 / 0.01 is 7.000000000000001. */
const MAX_ROUNDING = 1e-9

/** `multipleOf` in the place of ajv's, which takes everything where the quotient is too large for a number. */
export function addMultipleOf(ajv: Ajv2020): void {
  const { _ } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const { default: own } = require('ajv/dist/vocabularies/validation/multipleOf') as { default: CodeKeywordDefinition }
  ajv.removeKeyword('multipleOf').addKeyword({
    ...own,
    code(context) {
      const test = context.gen.scopeValue('func', { ref: isMultiple })
      context.fail(_`!${test}(${context.data}, ${context.schemaCode})`)
    },
  })
}

function isMultiple(value: number, step: number): boolean {
  const quotient = value / step
  return Number.isFinite(quotient) ? Math.abs(Math.round(quotient) - quotient) <= MAX_ROUNDING : value % step === 0
}
