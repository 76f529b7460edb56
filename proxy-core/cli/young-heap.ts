import { setFlagsFromString } from 'node:v8'

/**
 * For a command that was started without the flag in the first line of `main.ts`: keeps the young generation at the size it has. Under load V8 doubles it up to 3 × 16 MiB and never gives it back; the
 * gateway's garbage is so short-lived that it makes no difference to throughput (measured: 218 → 175 MB, 60,000 requests a second both).
 * For Node only: in Electron V8's flags are frozen, and setting one would end the process.
 */
export function keepYoungHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
