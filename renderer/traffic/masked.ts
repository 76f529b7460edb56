const MASKED = /\[masked[ +]length=\d+(?:[ +]last=.{4})?[ +]hash=[0-9a-f]{8}\]/

/** Whether something in it was masked at capture, so that it is no longer what was sent. */
export function isMasked(text: string): boolean {
  return MASKED.test(text)
}

/** The text in pieces, those that stand for a secret apart. */
export function maskedPieces(text: string): { text: string; masked: boolean }[] {
  const pieces: { text: string; masked: boolean }[] = []
  let rest = text
  for (let found = MASKED.exec(rest); found; found = MASKED.exec(rest)) {
    if (found.index > 0) pieces.push({ text: rest.slice(0, found.index), masked: false })
    pieces.push({ text: found[0], masked: true })
    rest = rest.slice(found.index + found[0].length)
  }
  if (rest !== '') pieces.push({ text: rest, masked: false })
  return pieces
}
