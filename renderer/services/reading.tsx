import { Elapsed } from '../ui/elapsed.tsx'
import { useBringing } from './bring.ts'

/** What is being read, and for how long already. */
export function Reading() {
  const reading = useBringing((state) => state.reading)
  return reading && <Elapsed key={reading.since} words={`Reading ${reading.name}`} since={reading.since} />
}
