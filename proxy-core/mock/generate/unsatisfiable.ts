/** No value can be made: the keyword that stands against it and where in the document. */
export class Unsatisfiable extends Error {
  readonly keyword: string
  readonly at: string
  /** Nothing else needs to be tried: the bound on the whole body is reached. */
  readonly final: boolean
  constructor(keyword: string, at: string, message: string, final = false) {
    super(message)
    this.name = 'Unsatisfiable'
    this.keyword = keyword
    this.at = at
    this.final = final
  }
}
