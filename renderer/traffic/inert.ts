const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is made visible
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/g

/** Text from outside, in which nothing turns the order of what is around it or stands there unseen: such characters are spelled out. */
export function inert(text: string): string {
  return text.replace(BIDI, spelled).replace(CONTROL, spelled)
}

function spelled(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
