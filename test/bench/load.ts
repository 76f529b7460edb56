import autocannon from 'autocannon'

/** What one round of load gave. */
export interface Round {
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  failed: number
}

/** Asks one URL as fast as it answers, from this process, for some seconds. */
export async function load(url: string, { connections = 32, seconds = 3, headers = {} as Record<string, string> } = {}): Promise<Round> {
  const result = await autocannon({ url, connections, duration: seconds, headers })
  return {
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx,
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
