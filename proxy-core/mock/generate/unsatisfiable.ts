/** No value can be made: the keyword that stands against it and where in the document. */
export class Unsatisfiable extends Error {
  readonly keyword: string
  readonly at: string
  /** Nothing else needs to be tried: the bound on the whole body is reached. */
  readonly final: boolean
  /** The schema whose values can't be made, where it is another than the one that holds the keyword. */
  readonly subject: string
  constructor(keyword: string, at: string, message: string, { final = false, subject = at }: { final?: boolean; subject?: string } = {}) {
    super(message)
    this.name = 'Unsatisfiable'
    this.keyword = keyword
    this.at = at
    this.final = final
    this.subject = subject
  }
}
