/** The value of a JSON text, or what is wrong with it: without its contents, which may be secret. */
export function parseJson(text: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const position = / at position (\d+)/.exec((error as Error).message)?.[1]
    return { fault: position === undefined ? 'is not valid JSON' : `is not valid JSON at character ${Number(position) + 1}` }
  }
}
