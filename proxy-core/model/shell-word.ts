/** A text as one word of a command line, quoted where a shell would read something else into it. */
export function shellWord(text: string): string {
  return /[^\w:/.,@%+=~-]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : text
}
