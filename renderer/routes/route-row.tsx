// biome-ignore-all lint/a11y/useSemanticElements: cells of the ARIA treegrid
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus
import { memo } from 'react'
import type { Route } from '../../proxy-core/model/route.ts'
import { askUpstream } from '../services/asked-upstream.tsx'
import { FindingCount, MethodWord, StatusMark } from '../ui/badge.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { ModeSwitch } from '../ui/mode-switch.tsx'
import { countText } from '../ui/quantities.ts'
import { throwRoutes } from './acts.ts'
import { PathTemplate } from './path-template.tsx'
import { cursorLook, rowElementId, rowGrid } from './row-look.ts'

interface RouteRowProps {
  route: Route
  index: number
  cursor: boolean
  open: boolean
  picked: boolean
  withFindings: boolean
  onOpen(id: string): void
  onPick(range: boolean): void
}

const SLOW_MS = 1_000

export const RouteRow = memo(
  function RouteRow({ route, index, cursor, open, picked, withFindings, onOpen, onPick }: RouteRowProps) {
    const held = route.modeSource === 'master'
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the row that the cursor is on, for the whole list
      <div
        id={rowElementId(route.id)}
        role="row"
        aria-level={3}
        aria-rowindex={index}
        aria-selected={picked}
        data-row={route.id}
        data-cursor={cursor || undefined}
        onClick={() => onOpen(route.id)}
        className={`relative h-7 ${rowGrid} ${open ? 'bg-surface-selected' : picked ? 'bg-surface-picked' : 'hover:bg-surface-hover'} ${cursorLook}`}
      >
        {open && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
        <span role="gridcell">
          <Checkbox
            label={`Pick ${route.method} ${route.template}`}
            checked={picked}
            tabbable={false}
            onToggle={(event) => {
              event.stopPropagation()
              onPick(event.shiftKey)
            }}
          />
        </span>
        <span role="gridcell">
          <MethodWord method={route.method} />
        </span>
        <span role="gridcell" className="flex min-w-0 items-center gap-2 pr-2">
          <PathTemplate path={route.template} className="max-w-full flex-none" />
          {route.summary && <span className="cut text-data text-text-3 narrow:hidden">{route.summary}</span>}
          {route.deprecated && <span className="note flex-none">deprecated</span>}
          <Shaped route={route} />
        </span>
        <span role="gridcell">
          <ModeSwitch
            of={`${route.method} ${route.path}`}
            mode={route.mode}
            setting={route.ownMode === null ? 'inherited' : 'set'}
            refused={route.refusedModes}
            held={held}
            tabbable={false}
            onThrow={(mode) => void throwRoutes([route], mode)}
            onRefused={() => askUpstream(route.service)}
          />
        </span>
        <span role="gridcell" className={`text-data ${route.ownMode === null || held ? 'text-text-3' : 'text-text-1'}`}>
          {route.mode}
        </span>
        <span role="gridcell">{route.lastStatus === null ? <Last route={route} /> : <StatusMark status={route.lastStatus} />}</span>
        <span role="gridcell" className="data text-right text-text-2">
          {countText(route.calls)}
        </span>
        <Millis ms={route.p50Ms} />
        <Millis ms={route.p95Ms} />
        {withFindings && (
          <span role="gridcell" className="pl-2">
            <FindingCount count={route.findings} />
          </span>
        )}
      </div>
    )
  },
  (before, after) =>
    before.route === after.route &&
    before.index === after.index &&
    before.cursor === after.cursor &&
    before.open === after.open &&
    before.picked === after.picked &&
    before.withFindings === after.withFindings &&
    before.onOpen === after.onOpen,
)

/** What the mock is told to answer here. */
function Shaped({ route }: { route: Route }) {
  const { response, delayMs, callbacks } = route
  const answers = [
    response?.status ? `answers ${response.status}` : response && 'answers an example',
    delayMs !== null && `after ${countText(delayMs)} ms`,
  ].filter(Boolean)
  const words = [answers.join(' '), callbacks !== null && 'sends callbacks'].filter(Boolean)
  if (words.length === 0) return null
  return <span className="note flex-none rounded-1 bg-surface-sunken px-1 text-text-2 inset-ring inset-ring-line">{words.join(', ')}</span>
}

function Last({ route }: { route: Route }) {
  return <span className="text-data text-text-3">{route.calls === 0 ? 'not yet' : 'none'}</span>
}

function Millis({ ms }: { ms: number | null }) {
  return (
    <span role="gridcell" className={`data text-right ${ms !== null && ms >= SLOW_MS ? 'text-text-1' : 'text-text-2'}`}>
      {ms === null ? '' : ms < 1 ? '<1' : countText(Math.round(ms))}
    </span>
  )
}
