import { copy } from '../../ui/copy.ts'
import { tip } from '../../ui/tip.tsx'
import { inert } from '../inert.ts'
import { isMasked, maskedPieces } from '../masked.ts'

/** Names and values in the order and case in which they came; a click copies a value. */
export function HeaderList({ pairs }: { pairs: readonly (readonly [string, string])[] }) {
  return (
    <dl className="data grid grid-cols-[minmax(88px,160px)_minmax(0,1fr)] gap-x-2 px-3 pb-2">
      {pairs.map(([name, value], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place; the same one may come twice
        <div key={at} className="contents">
          <dt className="text-text-3 [overflow-wrap:anywhere]">
            <bdi dir="ltr">{inert(name)}</bdi>
          </dt>
          <dd className="min-w-0">
            <button
              type="button"
              className="-mx-1 line-clamp-4 max-w-full rounded-1 px-1 text-left [overflow-wrap:anywhere] hover:bg-surface-hover"
              {...tip(isMasked(value) ? 'Masked at capture; click to copy what is left' : 'Copy the value')}
              onClick={() => void copy(value, `Copied ${name}`)}
            >
              <bdi dir="ltr">
                {value === '' && <span className="text-text-3">empty</span>}
                {maskedPieces(value).map(({ text, masked }, piece) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the value
                  <span key={piece} className={masked ? 'text-text-3' : 'text-text-1'}>
                    {inert(text)}
                  </span>
                ))}
              </bdi>
            </button>
          </dd>
        </div>
      ))}
    </dl>
  )
}
