/** Rate and error share of the last five minutes, counted in seconds. */
export interface TrafficMeter {
  count(error: boolean): void
  read(): { ratePerSecond: number; errorShare: number }
}

const WINDOW_SECONDS = 300

export function createTrafficMeter(now: () => number = () => performance.now()): TrafficMeter {
  const started = now()
  const counts = new Uint32Array(WINDOW_SECONDS)
  const errors = new Uint32Array(WINDOW_SECONDS)
  let newest = second()

  return {
    count(error) {
      advance()
      const slot = newest % WINDOW_SECONDS
      counts[slot] = (counts[slot] as number) + 1
      if (error) errors[slot] = (errors[slot] as number) + 1
    },
    read() {
      advance()
      const total = counts.reduce((sum, each) => sum + each, 0)
      const failed = errors.reduce((sum, each) => sum + each, 0)
      const seconds = Math.max(1, Math.min(WINDOW_SECONDS, (now() - started) / 1000))
      return { ratePerSecond: Math.round((total / seconds) * 10) / 10, errorShare: total === 0 ? 0 : failed / total }
    },
  }

  function advance(): void {
    const current = second()
    for (let at = Math.max(newest + 1, current - WINDOW_SECONDS + 1); at <= current; at++) {
      counts[at % WINDOW_SECONDS] = 0
      errors[at % WINDOW_SECONDS] = 0
    }
    newest = Math.max(newest, current)
  }

  function second(): number {
    return Math.floor(now() / 1000)
  }
}
