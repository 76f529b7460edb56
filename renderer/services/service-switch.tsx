import { useMemo } from 'react'
import type { Service } from '../../proxy-core/model/route.ts'
import { useRoutes } from '../api/queries.ts'
import { ModeSwitch } from '../ui/mode-switch.tsx'
import { throwService } from './acts.ts'
import { askUpstream } from './asked-upstream.tsx'
import { modesOfService } from './service-modes.ts'

/** The switch of a service: bars where its routes differ, dashed where it follows the workspace. */
export function ServiceSwitch({ service, tabbable = true }: { service: Service; tabbable?: boolean }) {
  const { data: routes } = useRoutes()
  const own = useMemo(() => routes?.filter((route) => route.service === service.name) ?? [], [routes, service.name])
  const { mode, parts, refused, held } = modesOfService(service, own)
  return (
    <ModeSwitch
      of={service.name}
      mode={mode}
      parts={parts}
      setting={service.ownMode === null ? 'inherited' : 'set'}
      refused={refused}
      held={held}
      tabbable={tabbable}
      onThrow={(next) => void throwService(service, next)}
      onRefused={() => askUpstream(service.name)}
    />
  )
}
