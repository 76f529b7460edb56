// biome-ignore-all lint/a11y/useSemanticElements: cells of the ARIA treegrid
// biome-ignore-all lint/a11y/useFocusableInteractive: the treegrid has the focus
import { useState } from 'react'
import type { Service } from '../../proxy-core/model/route.ts'
import { FaultsDialog } from '../services/faults-dialog.tsx'
import { ServiceMenu } from '../services/service-menu.tsx'
import { ServiceSwitch } from '../services/service-switch.tsx'
import { Icon } from '../ui/icon.tsx'
import { countOf } from '../ui/quantities.ts'
import type { Row } from './grouping.ts'
import { fold } from './list-state.ts'
import { cursorLook, rowElementId, rowGrid } from './row-look.ts'

interface ServiceRowProps {
  row: Extract<Row, { kind: 'service' }>
  index: number
  cursor: boolean
}

export function ServiceRow({ row, index, cursor }: ServiceRowProps) {
  const { service, open, key } = row
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the row that the cursor is on, for the whole list
    <div
      id={rowElementId(key)}
      role="row"
      aria-level={1}
      aria-rowindex={index}
      aria-expanded={open}
      data-row={key}
      data-cursor={cursor || undefined}
      onClick={() => fold(key, open)}
      className={`h-8 border-y border-line bg-surface-frame ${rowGrid} ${cursorLook}`}
    >
      <span role="gridcell" className="-ml-0.5 text-text-3">
        <Icon name={open ? 'down' : 'right'} />
      </span>
      <span role="gridcell" className="col-span-2 flex min-w-0 items-center gap-2 pr-2">
        <b className="flex-none font-strong">{service.name}</b>
        <span className="data flex-none text-text-2">{service.mount || '/'}</span>
        <span className="note cut narrow:hidden" data-tip={service.spec}>
          {service.spec}
        </span>
        <Faults service={service} />
      </span>
      <span role="gridcell">
        <ServiceSwitch service={service} tabbable={false} />
      </span>
      <span role="gridcell" className={`cut text-data ${service.ownMode === null ? 'text-text-3' : 'text-text-2'}`}>
        default {service.ownMode ?? service.mode}
      </span>
      <span role="gridcell" className="col-[6/-1] flex min-w-0 items-center justify-end gap-2">
        <span className="note cut">{countOf(service.routes, 'route')}</span>
        <ServiceMenu service={service} tabbable={false} />
      </span>
    </div>
  )
}

function Faults({ service }: { service: Service }) {
  const [open, setOpen] = useState(false)
  const { errors, warnings } = service.diagnostics
  const broken = service.state === 'failed'
  if (service.state === 'loading') return <span className="note flex-none">is being read</span>
  if (!broken && errors + warnings === 0) return null
  const words = broken ? (service.error ?? 'can not be served') : `${countOf(errors + warnings, 'fault')} in the document`
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        aria-label={words}
        data-tip={words}
        className={`inline-flex min-w-0 items-center gap-1 rounded-1 px-1 text-data hover:bg-surface-hover ${broken || errors > 0 ? 'text-status-5xx' : 'text-status-4xx'}`}
        onClick={(event) => {
          event.stopPropagation()
          setOpen(true)
        }}
      >
        <Icon name={broken ? 'error' : 'finding'} size={14} />
        <span className="cut">{broken ? words : errors + warnings}</span>
      </button>
      <FaultsDialog service={open ? service.name : null} onClose={() => setOpen(false)} />
    </>
  )
}
