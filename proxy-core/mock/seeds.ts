import { preferValue, type Wishes } from './choose/wishes.ts'

/** Where none is set, so that the trace can name what gives the same values again. */
export const DEFAULT_SEED = 'switchyard'

/** How a body was generated, for the trace. */
export interface Generation {
  seed: string
  /** Made for one request. */
  fresh: boolean
  /** Examples in schemas were skipped. */
  dynamic: boolean
  generate: 'realistic' | 'static'
  wishes: Wishes
}

/** In words, with the header that gives the same body again to the same request. */
export function generationText({ seed, fresh, dynamic, generate, wishes }: Generation): string {
  if (generate === 'static') return 'plain values of the schema, the same with every seed'
  const code = wishes.code === null ? '' : `code=${wishes.code}, `
  const again = `Prefer: ${code}${dynamic ? 'dynamic=true, ' : ''}seed=${preferValue(seed)}`
  return `generated ${fresh ? 'afresh ' : ''}with seed ${seed}; ${again} gives it again`
}
