import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { DurationField } from '../../ui/duration-field.tsx'
import { changeRoute } from '../acts.ts'

/** How long the mock waits before it answers. */
export function DelayField({ route }: { route: RouteDetail }) {
  return (
    <DurationField
      label="Delay"
      note="before the mock answers"
      none="No delay"
      value={route.delayMs}
      onSave={(delay) => changeRoute(route.id, { delay })}
      className="border-b border-line"
    />
  )
}
