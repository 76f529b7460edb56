/** After Prism, of every command that serves. */
export const errorsOption = {
  kind: 'boolean',
  summary: 'refuse what breaks the contract: bad live requests with 401 or 422, bad answers with 500',
} as const
