import type { Locality } from './localities.ts'
import { oneOf, type Run } from './run.ts'

/** Where the object at hand is. */
export function localityOf(run: Run): Locality {
  run.scope.locality ??= oneOf(run, run.localities)
  return run.scope.locality
}

export function postalCodeOf(run: Run): string {
  return localityOf(run).postalCode.replace(/#/g, () => String(Math.floor(run.random() * 10)))
}

export function currencyOf(run: Run): string {
  run.currency ??= oneOf(run, run.localities).currency
  return run.currency
}
