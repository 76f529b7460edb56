import { useDeferredValue, useMemo, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { isNumber, usePreference } from '../api/preferences.ts'
import { useRoutes, useServices } from '../api/queries.ts'
import { said } from '../api/request-failed.ts'
import { StatusSlot } from '../frame/status-slot.tsx'
import { AskedUpstream } from '../services/asked-upstream.tsx'
import { Empty } from '../ui/empty.tsx'
import { countText } from '../ui/quantities.ts'
import { SplitPane } from '../ui/split-pane.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { Counters } from './counters.tsx'
import { groupRoutes, isOnly, type Only } from './grouping.ts'
import { useListState } from './list-state.ts'
import { RoutePane } from './pane/route-pane.tsx'
import { RouteList } from './route-list.tsx'
import { SearchLine } from './search-line.tsx'

const onlyValues: readonly string[] = ['set', 'uncalled', 'findings']

/** Every route with its switch; what is searched and what is open are in the URL. */
export function RoutesView() {
  const services = useServices()
  const routes = useRoutes()
  const [params, setParams] = useSearchParams()
  const search = useRef<HTMLInputElement>(null)
  const [width, setWidth] = usePreference('routes.pane.width', 520, isNumber)
  const [height, setHeight] = usePreference('routes.pane.height', 380, isNumber)
  const folded = useListState((state) => state.folded)
  const q = params.get('q') ?? ''
  const only = onlyValues.includes(params.get('only') ?? '') ? (params.get('only') as Only) : null
  const wantedText = useDeferredValue(q)
  const grouped = useMemo(
    () => groupRoutes(services.data ?? [], routes.data ?? [], { q: wantedText, only, folded }),
    [services.data, routes.data, wantedText, only, folded],
  )
  const change = (values: Record<string, string | null>) => setParams((old) => withValues(old, values), { replace: true })
  const open = params.get('route')
  const failure = services.error ?? routes.error
  if (failure) return <Empty title="The routes could not be read">{said(failure)}</Empty>
  if (!services.data || !routes.data) return null
  const list = (
    <section aria-label="Routes" className="relative flex min-h-0 flex-1 flex-col">
      <SearchLine
        ref={search}
        q={q}
        only={only}
        routes={routes.data}
        onSearch={(text) => change({ q: text })}
        onOnly={(next) => change({ only: next })}
      />
      {services.data.length > 0 && <Counters routes={grouped.routes} />}
      <RouteList
        grouped={grouped}
        hasServices={services.data.length > 0}
        wanted={`${wantedText}\n${only ?? ''}`}
        filtered={q !== '' || only !== null}
        open={open}
        onOpen={(id) => change({ route: id })}
        onSearch={() => search.current?.focus()}
        onEndSearch={() => change({ q: null, only: null })}
      />
      <BulkBar routes={routes.data} />
    </section>
  )
  return (
    <>
      <SplitPane
        main={list}
        side={open === null ? null : <RoutePane key={open} id={open} onClose={() => change({ route: null })} />}
        width={width}
        height={height}
        onResize={(size) => ('width' in size ? setWidth(size.width) : setHeight(size.height))}
      />
      <AskedUpstream />
      <StatusSlot at="start">
        <span>
          <b className="font-regular text-text-1">{countText(routes.data.length)}</b> routes in{' '}
          <b className="font-regular text-text-1">{countText(services.data.length)}</b>{' '}
          {services.data.length === 1 ? 'service' : 'services'}
        </span>
        <span className="narrow:hidden">{countText(routes.data.filter((route) => isOnly(route, 'set')).length)} set on the route</span>
        <span className="narrow:hidden">{countText(routes.data.filter((route) => isOnly(route, 'uncalled')).length)} not called yet</span>
      </StatusSlot>
    </>
  )
}

function withValues(params: URLSearchParams, values: Record<string, string | null>): URLSearchParams {
  for (const [name, value] of Object.entries(values)) {
    if (value) params.set(name, value)
    else params.delete(name)
  }
  return params
}
