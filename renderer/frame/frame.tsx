import { lazy, Suspense, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { useServices } from '../api/queries.ts'
import { DropTarget } from '../services/drop-target.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import { KeySheet } from './key-sheet.tsx'
import { Rail } from './rail.tsx'
import { StatusLine } from './status-line.tsx'
import { TopBar } from './top-bar.tsx'

// A view is loaded when it is first shown: what is not looked at does not delay the first load.
const WelcomeView = lazy(async () => ({ default: (await import('../welcome/welcome-view.tsx')).WelcomeView }))
const TrafficView = lazy(async () => ({ default: (await import('../traffic/traffic-view.tsx')).TrafficView }))
const RoutesView = lazy(async () => ({ default: (await import('../routes/routes-view.tsx')).RoutesView }))
const SettingsView = lazy(async () => ({ default: (await import('../settings/settings-view.tsx')).SettingsView }))

/** Rail, top bar, status line, and the view between them. */
export function Frame() {
  const [, go] = useLocation()
  const [sheetOpen, setSheetOpen] = useState(false)
  useShortcuts('Everywhere', [
    { keys: 'g t', words: 'Traffic', run: () => go('/traffic') },
    { keys: 'g r', words: 'Routes', run: () => go('/routes') },
    { keys: 'g s', words: 'Settings', run: () => go('/settings') },
    { keys: '?', words: 'This sheet of keys', run: () => setSheetOpen(true) },
  ])
  return (
    <DropTarget>
      <div className="grid h-full grid-cols-[48px_minmax(0,1fr)] grid-rows-[44px_minmax(0,1fr)_24px]">
        <TopBar />
        <Rail />
        <main className="flex min-h-0 min-w-0 flex-col bg-surface-base">
          <ConnectionBanner />
          <Suspense fallback={null}>
            <Switch>
              <Route path="/" component={Start} />
              <Route path="/welcome" component={WelcomeView} />
              <Route path="/traffic" component={TrafficView} />
              <Route path="/routes" component={RoutesView} />
              <Route path="/settings" component={SettingsView} />
              <Route component={Start} />
            </Switch>
          </Suspense>
        </main>
        <StatusLine />
      </div>
      <KeySheet open={sheetOpen} onClose={() => setSheetOpen(false)} />
    </DropTarget>
  )
}

/** Without a service there is nothing to see yet. */
function Start() {
  const { data: services } = useServices()
  if (!services) return null
  return <Redirect to={services.length === 0 ? '/welcome' : '/traffic'} replace />
}
