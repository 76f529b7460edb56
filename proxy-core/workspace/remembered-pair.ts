import { Pair } from 'yaml'

type Context = NonNullable<Parameters<Pair['toString']>[0]>

/** How a pair was written, and where: elsewhere it would look otherwise. */
interface Written {
  text: string
  indent: string
  allNullValues: boolean
  /** What writing it told the mapping around it. */
  saidComment: boolean
  saidChompKeep: boolean
}

const written = new WeakMap<Pair, Written>()

/** Lets a pair of a block mapping remember its text, so that a mapping of thousands is written at the cost of what changed in it. */
export function remember(pair: Pair): void {
  pair.toString = textOf
}

/** To be called when the pair, or something below it, has changed. */
export function forget(pair: Pair): void {
  written.delete(pair)
}

function textOf(this: Pair, context?: Context, onComment?: () => void, onChompKeep?: () => void): string {
  if (!context) return Pair.prototype.toString.call(this)
  const { indent, allNullValues = false } = context
  let now = written.get(this)
  if (now?.indent !== indent || now.allNullValues !== allNullValues) now = writeAnew(this, context)
  if (now.saidComment) onComment?.()
  if (now.saidChompKeep) onChompKeep?.()
  return now.text
}

function writeAnew(pair: Pair, context: Context): Written {
  const { indent, allNullValues = false } = context
  const made: Written = { text: '', indent, allNullValues, saidComment: false, saidChompKeep: false }
  made.text = Pair.prototype.toString.call(
    pair,
    context,
    () => (made.saidComment = true),
    () => (made.saidChompKeep = true),
  )
  written.set(pair, made)
  return made
}
