import { useMemo } from 'react'
import type { Route } from '../../proxy-core/model/route.ts'
import { modesBeneath } from '../services/service-modes.ts'
import { Button } from '../ui/button.tsx'
import { Elapsed } from '../ui/elapsed.tsx'
import { Keys } from '../ui/keys.tsx'
import { ModeSwitch } from '../ui/mode-switch.tsx'
import { countOf } from '../ui/quantities.ts'
import { throwRoutes, useThrowing } from './acts.ts'
import { unpickAll, useListState } from './list-state.ts'

/** What can be done with the picked routes together. */
export function BulkBar({ routes }: { routes: readonly Route[] }) {
  const picked = useListState((state) => state.picked)
  const throwing = useThrowing((state) => state.throwing)
  const own = useMemo(() => routes.filter((route) => picked.has(route.id)), [routes, picked])
  const first = own[0]
  if (!first) return null
  const { mode, parts, refused, held } = modesBeneath(own, first.mode)
  const words = countOf(own.length, 'route')
  return (
    <div
      role="toolbar"
      data-floating-bar=""
      aria-label="Picked routes"
      className="absolute inset-x-3 bottom-3 z-10 flex h-11 items-center gap-2.5 rounded-3 bg-surface-raised pr-2 pl-3 whitespace-nowrap shadow-popover"
    >
      <span className="font-medium" role="status">
        {words}
      </span>
      <ModeSwitch
        of={words}
        shape="words"
        mode={mode}
        parts={parts}
        setting={own.every((route) => route.ownMode !== null) ? 'set' : 'inherited'}
        refused={refused}
        held={held}
        onThrow={(next) => void throwRoutes(own, next)}
        onRefused={(next) => void throwRoutes(own, next)}
      />
      <Button kind="quiet" small disabled={own.every((route) => route.ownMode === null)} onClick={() => void throwRoutes(own, null)}>
        Follow the service
      </Button>
      {throwing && <Elapsed words={`Throwing ${countOf(throwing.routes, 'switch', 'switches')}`} since={throwing.since} />}
      <span className="flex-1" />
      <Button kind="quiet" small onClick={unpickAll}>
        Clear
        <Keys keys="Escape" />
      </Button>
    </div>
  )
}
