import { shellWord } from '../../proxy-core/model/shell-word.ts'
import { Button } from '../ui/button.tsx'
import { copy } from '../ui/copy.ts'

/** A line for the terminal that calls a real route. */
export function CallLine({ url, gateway }: { url: string | null; gateway: string }) {
  const line = url === null ? `curl ${gateway}/…` : `curl ${shellWord(url)}`
  return (
    <div className="data mt-2 flex h-10 items-center gap-2.5 rounded-3 bg-surface-sunken pr-1.5 pl-3.5 inset-ring inset-ring-line-strong">
      <span aria-hidden="true" className="text-text-3 select-none">
        $
      </span>
      <span className={`flex-1 cut ${url === null ? 'text-text-3' : 'select-all'}`}>{line}</span>
      <Button
        small
        icon="copy"
        kind={url === null ? 'plain' : 'primary'}
        disabled={url === null}
        onClick={() => void copy(line, 'Copied: paste it into a terminal')}
      >
        Copy
      </Button>
    </div>
  )
}
