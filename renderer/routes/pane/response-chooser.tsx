import type { RouteDetail, RouteResponse } from '../../../proxy-core/model/route.ts'
import { attempt } from '../../ui/attempt.ts'
import { StatusMark } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { changeRoute } from '../acts.ts'
import { impliedStatus, statusChoices } from './response-choices.ts'
import { Section } from './section.tsx'

/** Which of the document's answers the mock gives. */
export function ResponseChooser({ route }: { route: RouteDetail }) {
  const choices = statusChoices(route.responses)
  const status = route.response?.status ?? impliedStatus(route.responses)
  const chosen = choices.find((choice) => choice.status === status)
  const set = (response: RouteResponse | null) => void attempt(() => changeRoute(route.id, { response }))
  const example = route.response?.example ?? null
  return (
    <Section
      title="Mock answers with"
      end={
        route.response ? (
          <Button kind="quiet" small icon="undo" onClick={() => set(null)}>
            As the document says
          </Button>
        ) : (
          <span className="note">as the document says</span>
        )
      }
    >
      {choices.length === 0 && <p className="px-3 pb-2 text-text-2">The document describes no response for this route.</p>}
      <div role="radiogroup" aria-label="Status" className="flex flex-wrap gap-1 px-3 pb-2">
        {choices.map((choice) => (
          // biome-ignore lint/a11y/useSemanticElements: a chip with a mark and a number; role and state are those of a radio input
          <button
            key={choice.status}
            type="button"
            role="radio"
            aria-checked={choice.status === status}
            data-tip={
              [choice.written === String(choice.status) ? null : choice.written, choice.description].filter(Boolean).join(': ') || undefined
            }
            onClick={() => set({ status: choice.status })}
            className={`h-6 rounded-2 px-2 hover:bg-surface-hover ${look(choice.status === status, route.response?.status !== undefined)}`}
          >
            <StatusMark status={choice.status} />
          </button>
        ))}
      </div>
      {chosen && (
        <div role="radiogroup" aria-label="Example" className="pb-2">
          {chosen.contentTypes.length === 0 ? (
            <p className="note px-3">without a body</p>
          ) : (
            <>
              <Choice
                words="automatic"
                note={chosen.examples.length > 0 ? 'the first example' : 'an example of the document, else generated'}
                on={example === null}
                onChoose={() => set(route.response?.status === undefined ? null : { status: chosen.status })}
              />
              {chosen.examples.map((name) => (
                <Choice
                  key={name}
                  words={name}
                  note="named example"
                  on={example === name}
                  onChoose={() => set({ status: chosen.status, example: name })}
                />
              ))}
            </>
          )}
        </div>
      )}
    </Section>
  )
}

/** Set here, or what holds because nothing is set: dashed, as in the switch. */
function look(on: boolean, set: boolean): string {
  if (!on) return 'inset-ring inset-ring-line-strong'
  return set ? 'bg-accent-soft inset-ring inset-ring-accent' : 'outline-1 -outline-offset-1 outline-accent outline-dashed'
}

function Choice({ words, note, on, onChoose }: { words: string; note: string; on: boolean; onChoose(): void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row with a note; role and state are those of a radio input
    <button
      type="button"
      role="radio"
      aria-checked={on}
      onClick={onChoose}
      className={`grid h-[26px] w-full grid-cols-[14px_minmax(0,1fr)_auto] items-center gap-2 px-3 text-left focus-visible:-outline-offset-2 ${on ? 'bg-surface-selected' : 'hover:bg-surface-hover'}`}
    >
      <span
        aria-hidden="true"
        className={`size-3 rounded-full inset-ring ${on ? 'inset-ring-[3.5px] inset-ring-accent' : 'inset-ring-line-control'}`}
      />
      <span className="data cut">{words}</span>
      <span className="note">{note}</span>
    </button>
  )
}
