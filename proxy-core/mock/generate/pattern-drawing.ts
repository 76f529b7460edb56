import { createRequire } from 'node:module'
import { integerBetween, type Run } from './run.ts'

const require = createRequire(import.meta.url)

/** A text that a pattern describes. What has no end repeats `repeats` times more than it must. */
export type Draw = (run: Run, repeats: number) => string

/** What randexp reads a pattern as; its own way from there takes 5 µs a text, most of it for the sets. */
type Token =
  | { type: typeof kinds.root; stack?: Token[]; options?: Token[][] }
  | { type: typeof kinds.group; stack?: Token[]; options?: Token[][]; remember: boolean; followedBy?: boolean; notFollowedBy?: boolean }
  | { type: typeof kinds.position }
  | SetToken
  | { type: typeof kinds.repetition; min: number; max: number; value: Token }
  | { type: typeof kinds.reference; value: number }
type SetToken =
  | { type: typeof kinds.set; set: SetToken[]; not: boolean }
  | { type: typeof kinds.range; from: number; to: number }
  | { type: typeof kinds.char; value: number }

const kinds = { root: 0, group: 1, position: 2, set: 3, range: 4, repetition: 5, reference: 6, char: 7 } as const

/** What sets are taken from: the characters that print. */
const FIRST_CHARACTER = 32
const LAST_CHARACTER = 126

/** Lookaround is not followed. null for a pattern that can't be read. */
export function drawerOf(pattern: string): Draw | null {
  const RandExp = require('randexp') as new (pattern: string) => { tokens: Token }
  try {
    const drawn: string[] = []
    const draw = compile(new RandExp(pattern).tokens, drawn)
    if (drawn.length === 0) return draw
    return (run, repeats) => {
      drawn.fill('')
      return draw(run, repeats)
    }
  } catch {
    return null
  }
}

/** @param drawn what the groups were in the text at hand, for references to them */
function compile(token: Token, drawn: string[]): Draw {
  switch (token.type) {
    case kinds.root:
      return anyOf(token, drawn)
    case kinds.group: {
      if (token.followedBy || token.notFollowedBy) return nothing
      return token.remember ? remembered(token, drawn) : anyOf(token, drawn)
    }
    case kinds.repetition:
      return repeated(compile(token.value, drawn), token.min, token.max)
    case kinds.reference: {
      const place = token.value - 1
      return () => drawn[place] ?? ''
    }
    case kinds.char: {
      const text = String.fromCodePoint(token.value)
      return () => text
    }
    case kinds.set:
    case kinds.range:
      return oneCharacter(token)
    case kinds.position:
      return nothing
  }
}

const nothing: Draw = () => ''

function remembered(token: Extract<Token, { type: typeof kinds.group }>, drawn: string[]): Draw {
  const place = drawn.push('') - 1
  const draw = anyOf(token, drawn)
  return (run, repeats) => {
    const text = draw(run, repeats)
    drawn[place] = text
    return text
  }
}

function anyOf({ stack, options }: { stack?: Token[]; options?: Token[][] }, drawn: string[]): Draw {
  const [first = nothing, ...others] = (options ?? [stack ?? []]).map((tokens) => inOrder(tokens, drawn))
  if (others.length === 0) return first
  const draws = [first, ...others]
  return (run, repeats) => (draws[integerBetween(run, 0, draws.length - 1)] as Draw)(run, repeats)
}

function inOrder(tokens: readonly Token[], drawn: string[]): Draw {
  const draws = tokens.filter(({ type }) => type !== kinds.position).map((token) => compile(token, drawn))
  return (run, repeats) => {
    let text = ''
    for (const draw of draws) text += draw(run, repeats)
    return text
  }
}

function repeated(draw: Draw, min: number, max: number): Draw {
  return (run, repeats) => {
    const times = min === max ? min : integerBetween(run, min, max === Infinity ? min + repeats : max)
    let text = ''
    for (let i = 0; i < times; i++) text += draw(run, repeats)
    return text
  }
}

function oneCharacter(token: SetToken): Draw {
  const held = charactersOf(token)
  const characters = everyCharacter.filter((code) => held.has(code)).map((code) => String.fromCharCode(code))
  if (characters.length === 0) return nothing
  return (run) => characters[integerBetween(run, 0, characters.length - 1)] as string
}

const everyCharacter = Array.from({ length: LAST_CHARACTER - FIRST_CHARACTER + 1 }, (_, n) => FIRST_CHARACTER + n)

function charactersOf(token: SetToken): Set<number> {
  if (token.type === kinds.char) return new Set([token.value])
  if (token.type === kinds.range) return new Set(everyCharacter.filter((code) => code >= token.from && code <= token.to))
  const held = new Set(token.set.flatMap((one) => [...charactersOf(one)]))
  return token.not ? new Set(everyCharacter.filter((code) => !held.has(code))) : held
}
