import type { ReactNode } from 'react'
import { useServices, useStatus } from '../api/queries.ts'
import { AskedUpstream } from '../services/asked-upstream.tsx'
import { Icon } from '../ui/icon.tsx'
import { Arrivals } from './arrivals.tsx'
import { Bring } from './bring-step.tsx'
import { Brought } from './brought.tsx'
import { CallLine } from './call-line.tsx'
import { useArrivals } from './use-arrivals.ts'

/** The first ten seconds: a contract, a call, and the exchange appears. */
export function WelcomeView() {
  const status = useStatus()
  const { data: services } = useServices()
  const arrivals = useArrivals()
  if (!status || !services) return null
  const service = services.at(-1)
  // Something else may call before there is anything to answer it.
  const called = service !== undefined && arrivals.length > 0
  return (
    <div className="grid min-h-0 flex-1 content-center justify-center overflow-auto p-6 grid-cols-[minmax(0,880px)]">
      <div className="pb-5 pl-10">
        <h1 className="pb-1.5 text-display font-strong tracking-tight">Point your app at one URL</h1>
        <p className="max-w-[56ch] text-text-2">
          Every route behind it is answered by a mock or by the real API. You throw the switch per route, while everything runs.
        </p>
      </div>
      <ol className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-4">
        <Step number={1} state={service ? 'done' : 'now'} title="Bring a contract" note="OpenAPI 2.0 to 3.2, JSON or YAML">
          {service ? <Brought service={service} others={services.length - 1} /> : <Bring />}
        </Step>
        <Step number={2} state={called ? 'done' : service ? 'now' : 'later'} title="Call a route" note="from your app, or with this line">
          <CallLine url={service?.sampleUrl ?? null} gateway={status.gateway.url} />
        </Step>
        <Step number={3} state={called ? 'now' : 'later'} title="Watch it arrive" note="and see why it was answered that way" last>
          <Arrivals exchanges={arrivals} served={service !== undefined} />
        </Step>
      </ol>
      <AskedUpstream />
    </div>
  )
}

interface StepProps {
  number: number
  state: 'done' | 'now' | 'later'
  title: string
  note: string
  last?: boolean
  children: ReactNode
}

/** A stop of the line that runs down the page. */
function Step({ number, state, title, note, last = false, children }: StepProps) {
  const first = number === 1
  return (
    <li className="contents" aria-current={state === 'now' ? 'step' : undefined}>
      <div className="relative">
        <span
          aria-hidden="true"
          className={`absolute left-[11.5px] w-px bg-line-control ${first ? 'top-3.5' : 'top-0'} ${last ? 'h-3.5' : 'bottom-0'}`}
        />
        <span
          className={`data absolute top-1 left-0.5 grid size-5 place-items-center rounded-full text-label font-medium ${
            state === 'later' ? 'bg-surface-base text-text-2 inset-ring inset-ring-line-control' : 'bg-accent-fill text-text-on-accent'
          }`}
        >
          {state === 'done' ? <Icon name="check" size={12} className="stroke-2" /> : number}
        </span>
      </div>
      <div className={`min-w-0 ${last ? '' : 'pb-7'}`}>
        <h2 className="flex items-baseline gap-2.5 text-title leading-7 font-strong">
          {title}
          <span className="note text-data font-regular">{note}</span>
        </h2>
        {children}
      </div>
    </li>
  )
}
