import type { ReactNode } from 'react'
import type { Stats } from '../../proxy-core/model/status.ts'
import { durationText, shareText } from '../ui/quantities.ts'
import { barHeights, linePath } from './chart.ts'
import { rateText } from './format.ts'

const WIDTH = 150
const HEIGHT = 26

/** Is it getting worse: rate, p95 and errors of the last five minutes. */
export function StatsStrip({ stats }: { stats: Stats | undefined }) {
  const buckets = stats?.buckets ?? []
  return (
    <div className="grid h-11 flex-none grid-cols-3 border-b border-line">
      <Figure name="Rate" value={rateText(stats?.ratePerSecond ?? 0)}>
        <Bars values={buckets.map((bucket) => bucket.count)} tone="fill-text-3 opacity-75" />
      </Figure>
      <Figure name="p95" value={stats?.p95Ms == null ? 'none' : durationText(stats.p95Ms)}>
        <path
          d={linePath(
            buckets.map((bucket) => bucket.p95Ms),
            WIDTH,
            HEIGHT,
          )}
          className="fill-none stroke-text-2 [stroke-width:1.25]"
          vectorEffect="non-scaling-stroke"
        />
      </Figure>
      <Figure name="Errors" value={shareText(stats && stats.total > 0 ? stats.errors / stats.total : 0)}>
        <Bars values={buckets.map((bucket) => bucket.errors)} tone="fill-mark-5xx" />
      </Figure>
    </div>
  )
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <figure className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-3 px-3 not-first:border-l not-first:border-line">
      <figcaption className="min-w-[68px] whitespace-nowrap">
        <span className="note block">{name}</span>
        <b className="block font-data text-ui leading-4 font-medium">{value}</b>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-[26px] w-full" aria-hidden="true">
        <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="fill-none stroke-line-strong" vectorEffect="non-scaling-stroke" />
        {children}
      </svg>
    </figure>
  )
}

function Bars({ values, tone }: { values: readonly number[]; tone: string }) {
  const step = WIDTH / Math.max(1, values.length)
  return barHeights(values, HEIGHT - 5).map((height, at) =>
    height === 0 ? null : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
      <rect key={at} x={at * step} y={HEIGHT - 1 - height} width={step * 0.6} height={height} className={tone} />
    ),
  )
}
