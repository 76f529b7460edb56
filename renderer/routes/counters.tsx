import { type Mode, workingModes } from '../../proxy-core/model/mode.ts'
import type { Route } from '../../proxy-core/model/route.ts'
import { sourceTones } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { countText } from '../ui/quantities.ts'

const barTones: Partial<Record<Mode, string>> = { mock: 'bg-source-mock', live: 'bg-source-live', recorded: 'bg-source-recorded' }

/** How many of the shown routes answer by which mode. */
export function Counters({ routes }: { routes: readonly Route[] }) {
  const counts = workingModes.map((mode) => ({ mode, count: routes.filter((route) => route.mode === mode).length }))
  return (
    <div className="flex h-11 flex-none items-center gap-5 border-b border-line px-3 whitespace-nowrap">
      <span>
        <Count>{routes.length}</Count> {routes.length === 1 ? 'route' : 'routes'}
      </span>
      {counts.map(({ mode, count }) => (
        <span key={mode} className="inline-flex items-center gap-[5px] text-data text-text-2">
          <Icon name={mode} className={sourceTones[mode]} />
          {mode} <Count>{count}</Count>
        </span>
      ))}
      <span aria-hidden="true" className="flex h-1.5 min-w-[60px] flex-1 gap-0.5 narrow:hidden">
        {counts
          .filter(({ count }) => count > 0)
          .map(({ mode, count }) => (
            <span key={mode} className={`h-1.5 rounded-[1px] ${barTones[mode]}`} style={{ flex: count }} />
          ))}
      </span>
    </div>
  )
}

const Count = ({ children }: { children: number }) => <b className="data font-medium text-text-1">{countText(children)}</b>
