// biome-ignore-all lint/a11y/useSemanticElements: cells of the ARIA treegrid
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus
import type { Route } from '../../proxy-core/model/route.ts'
import { Checkbox } from '../ui/checkbox.tsx'
import { Icon } from '../ui/icon.tsx'
import { pick, useListState } from './list-state.ts'
import { rowGrid } from './row-look.ts'

export function ListHead({ routes, withFindings }: { routes: readonly Route[]; withFindings: boolean }) {
  const picked = useListState((state) => state.picked)
  const count = routes.filter((route) => picked.has(route.id)).length
  const checked = count === 0 ? false : count === routes.length ? true : 'mixed'
  const ids = routes.map((route) => route.id)
  return (
    <div role="rowgroup" className="sticky top-0 z-1 border-b border-line bg-surface-frame">
      <div role="row" aria-rowindex={1} className={`h-[27px] text-label whitespace-nowrap text-text-3 ${rowGrid}`}>
        <span role="columnheader">
          <Checkbox label="Pick every route shown" checked={checked} onToggle={() => pick(ids, checked !== true)} />
        </span>
        <span role="columnheader">Method</span>
        <span role="columnheader">Path</span>
        <span role="columnheader">Mode</span>
        <span role="columnheader">
          <span className="sr-only">Mode in words</span>
        </span>
        <span role="columnheader" data-tip="Status of the last answer">
          Last
        </span>
        <span role="columnheader" className="text-right" data-tip="Since Switchyard started">
          Calls
        </span>
        <span role="columnheader" className="text-right" data-tip="Half of the answers took at most this">
          p50 ms
        </span>
        <span role="columnheader" className="text-right" data-tip="95 of 100 answers took at most this">
          p95 ms
        </span>
        {withFindings && (
          <span role="columnheader" className="pl-2">
            <Icon name="finding" size={12} />
            <span className="sr-only">Findings</span>
          </span>
        )}
      </div>
    </div>
  )
}
