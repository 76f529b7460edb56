import { useState } from 'react'
import type { Service } from '../../proxy-core/model/route.ts'
import { FaultsDialog } from '../services/faults-dialog.tsx'
import { ServiceSwitch } from '../services/service-switch.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { countOf } from '../ui/quantities.ts'

/** The service that was brought in last: what was read, its faults, its switch. */
export function Brought({ service, others }: { service: Service; others: number }) {
  const [faultsOpen, setFaultsOpen] = useState(false)
  const faults = service.diagnostics.errors + service.diagnostics.warnings
  return (
    <div className="mt-2 flex min-h-10 items-center gap-3 border-y border-line py-2">
      <Icon name={service.sample ? 'shop' : 'document'} />
      <span className="cut">
        <span className="font-medium">{service.sample ? 'Sample shop' : (service.title ?? service.name)}</span>{' '}
        <span className="text-text-2">{stateWords(service)}</span>
      </span>
      {faults > 0 && (
        <Button kind="quiet" small icon="finding" onClick={() => setFaultsOpen(true)}>
          {countOf(faults, 'fault')}
        </Button>
      )}
      {others > 0 && <span className="text-text-3">and {countOf(others, 'service')} more</span>}
      <span className="flex-1" />
      <span className="text-data">{service.mode}</span>
      <ServiceSwitch service={service} />
      <FaultsDialog service={faultsOpen ? service.name : null} onClose={() => setFaultsOpen(false)} />
    </div>
  )
}

function stateWords({ state, routes, readMs, error }: Service): string {
  if (state === 'failed') return error ?? 'can not be served'
  if (state === 'loading') return 'is being read'
  return `${countOf(routes, 'route')}${readMs === null ? '' : `, ready in ${(readMs / 1_000).toFixed(readMs < 100 ? 2 : 1)} s`}`
}
