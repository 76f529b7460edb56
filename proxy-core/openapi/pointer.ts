/** RFC 6901, as it stands in the fragment of a reference: `/a~1b/0`. The empty pointer is the whole. */
export function pointerOf(tokens: readonly string[]): string {
  let pointer = ''
  for (const token of tokens) pointer += `/${escapeToken(token)}`
  return pointer
}

export function tokensOf(pointer: string): string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeToken)
}

export function escapeToken(token: string): string {
  return token.includes('~') || token.includes('/') ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token
}

function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token
}
