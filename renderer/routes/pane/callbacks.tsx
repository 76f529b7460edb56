import { Link } from 'wouter'
import type { RouteCallback } from '../../../proxy-core/model/callback.ts'
import type { RouteDetail } from '../../../proxy-core/model/route.ts'
import { attempt } from '../../ui/attempt.ts'
import { MethodWord } from '../../ui/badge.tsx'
import { DurationField } from '../../ui/duration-field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { changeRoute } from '../acts.ts'
import { Section } from './section.tsx'

/** What the operation sends after it was answered, and whether it does so by itself. */
export function Callbacks({ route }: { route: RouteDetail }) {
  const { callbacks, callbackList } = route
  if (callbackList.length === 0) return null
  const traffic = `/traffic?filter=${encodeURIComponent(`route:"${route.id}"`)}`
  return (
    <Section
      title="Callbacks"
      end={
        <Segments
          label="Callbacks are sent"
          value={callbacks === null ? 'request' : 'automatic'}
          options={[
            { value: 'request', words: 'On request' },
            { value: 'automatic', words: 'By themselves', tip: 'After the mock has answered with a 2xx' },
          ]}
          onChoose={(value) => void attempt(() => changeRoute(route.id, { callbacks: value === 'automatic' }))}
        />
      }
    >
      <ul className="pt-1 pb-2">
        {callbackList.map((callback) => (
          <CallbackRow key={`${callback.name} ${callback.expression} ${callback.method}`} callback={callback} />
        ))}
      </ul>
      {callbacks === null ? (
        <p className="note px-3 pb-2">
          Send one from an exchange of this route, in <Link href={traffic}>Traffic</Link>.
        </p>
      ) : (
        <>
          <DurationField
            label="Later by"
            note="after the answer"
            none="At once"
            value={callbacks.delayMs || null}
            onSave={(delay) => changeRoute(route.id, { callbacks: delay === null ? true : { delay } })}
          />
          <p className="note px-3 pb-2">
            When the mock has answered with a 2xx; to this machine, and to the hosts of gateway.callbacks in switchyard.yaml.
          </p>
        </>
      )}
    </Section>
  )
}

function CallbackRow({ callback: { name, method, expression, summary } }: { callback: RouteCallback }) {
  return (
    <li className="grid min-h-[26px] grid-cols-[auto_auto_minmax(0,1fr)] items-center gap-2 px-3 text-data" data-tip={summary ?? undefined}>
      <MethodWord method={method} />
      <span className="data">{name}</span>
      <span className="data cut text-text-3">{expression}</span>
    </li>
  )
}
