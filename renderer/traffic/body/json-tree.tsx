// biome-ignore-all lint/a11y/useFocusableInteractive: the tree has the focus and names its active line by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys of all lines are handled by the tree, which has the focus
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { inert } from '../inert.ts'
import { branchSize, firstOpened, type TreeLine, treeLines } from './json-lines.ts'
import { isBranch, type JsonBranch, type JsonLeaf, type JsonNode } from './json-nodes.ts'
import { VirtualLines } from './virtual-lines.tsx'

/** A string longer than this is cut in its line; the raw view has all of it. */
const MAX_SHOWN_CHARS = 400
const INDENT_PX = 16
/** Deeper lines stand no further to the right. */
const MAX_INDENTED_DEPTH = 24

/** A JSON body to fold and unfold. */
export function JsonTree({ root, label }: { root: JsonNode; label: string }) {
  const [opened, setOpened] = useState<ReadonlySet<JsonBranch>>(() => firstOpened(root))
  const [active, setActive] = useState(0)
  const [moved, setMoved] = useState(false)
  const lines = useMemo(() => treeLines(root, opened), [root, opened])
  const id = useId()
  const turn = (branch: JsonBranch, open = !opened.has(branch)) => {
    const next = new Set(opened)
    if (open) next.add(branch)
    else next.delete(branch)
    setOpened(next)
  }
  const go = (index: number) => {
    setActive(Math.max(0, Math.min(lines.length - 1, index)))
    setMoved(true)
  }
  const press = (event: KeyboardEvent) => {
    const line = lines[active]
    if (event.ctrlKey || event.metaKey || event.altKey || !line || !act(event.key, line)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const act = (key: string, { node, parent }: TreeLine): boolean => {
    const branch = isBranch(node) ? node : null
    const open = branch !== null && opened.has(branch)
    if (key === 'ArrowDown') go(active + 1)
    else if (key === 'ArrowUp') go(active - 1)
    else if (key === 'Home') go(0)
    else if (key === 'End') go(lines.length - 1)
    else if (key === 'ArrowRight' && branch) open ? go(active + 1) : turn(branch, true)
    else if (key === 'ArrowLeft') branch && open ? turn(branch, false) : go(Math.max(0, parent))
    else if ((key === 'Enter' || key === ' ') && branch) turn(branch)
    else return false
    return true
  }
  return (
    <div
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={`${id}-${active}`}
      className="group/tree data pb-1 focus-visible:-outline-offset-2"
      onKeyDown={press}
    >
      <VirtualLines
        count={lines.length}
        focus={moved ? active : undefined}
        line={(index) => {
          const line = lines[index] as TreeLine
          const branch = isBranch(line.node) ? line.node : null
          return (
            <div
              key={index}
              id={`${id}-${index}`}
              role="treeitem"
              aria-level={line.depth + 1}
              aria-setsize={line.siblings}
              aria-posinset={line.position}
              aria-expanded={branch ? opened.has(branch) : undefined}
              aria-selected={index === active}
              className="relative flex h-5 items-center pr-3 whitespace-nowrap hover:bg-surface-hover group-focus-visible/tree:aria-selected:bg-surface-selected"
              style={{ paddingLeft: 8 + Math.min(line.depth, MAX_INDENTED_DEPTH) * INDENT_PX }}
              onClick={() => {
                setActive(index)
                if (branch && getSelection()?.isCollapsed !== false) turn(branch)
              }}
            >
              <Line line={line} open={branch !== null && opened.has(branch)} />
            </div>
          )
        }}
      />
    </div>
  )
}

function Line({ line: { node, label, depth }, open }: { line: TreeLine; open: boolean }) {
  return (
    <>
      {depth > 0 && (
        <span
          aria-hidden="true"
          className="absolute inset-y-0 left-4 bg-[repeating-linear-gradient(90deg,var(--line)_0_1px,transparent_1px_16px)]"
          style={{ width: Math.min(depth, MAX_INDENTED_DEPTH) * INDENT_PX }}
        />
      )}
      <span className="grid size-4 flex-none place-items-center text-text-3">
        {isBranch(node) && <Icon name={open ? 'down' : 'right'} size={12} />}
      </span>
      <span className="cut">
        {label !== null && (
          <>
            <bdi className="text-data-key">{typeof label === 'string' ? inert(label) : label}</bdi>
            <span className="whitespace-pre text-data-punct">: </span>
          </>
        )}
        {isBranch(node) ? (
          <>
            <span className="text-data-punct">{node.kind === 'object' ? '{}' : '[]'}</span>
            <span className="pl-2 text-text-3">{branchSize(node)}</span>
          </>
        ) : (
          <Leaf leaf={node} />
        )}
      </span>
    </>
  )
}

const tones = { string: 'text-data-string', number: 'text-data-number', keyword: 'text-data-keyword' }

function Leaf({ leaf: { kind, text } }: { leaf: JsonLeaf }) {
  const cut = text.length > MAX_SHOWN_CHARS
  const shown = cut ? text.slice(0, MAX_SHOWN_CHARS) : text
  return (
    <>
      <bdi dir="ltr" className={tones[kind]}>
        {kind === 'string' ? inert(JSON.stringify(shown)) : shown}
      </bdi>
      {cut && <span className="pl-2 text-text-3">{text.length.toLocaleString('en')} characters</span>}
    </>
  )
}
