/**
 * How header fields are stored: JSON of the flat array, with the exchange's own id left out where Switchyard named it in
 * the response. Without it the blocks of a route are equal, and are stored and searched once.
 */
export function blockWithoutId(block: string, id: number): string {
  return block.replace(`"x-switchyard-exchange","${id}"`, WITHOUT_ID)
}

/** The flat array again. */
export function fieldsOfBlock(block: string | Buffer, id: number): string[] {
  const fields = JSON.parse(String(block)) as (string | null)[]
  const gap = fields.indexOf(null)
  if (gap >= 0) fields[gap] = String(id)
  return fields as string[]
}

const WITHOUT_ID = '"x-switchyard-exchange",null'
