/** Keys as they are pressed: `g r` one after the other, `Ctrl+K` together. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-[3px]">
      {keys.split(' ').map((key, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sequence may hold the same key twice and never changes
        <Key key={at}>{shown(key)}</Key>
      ))}
    </span>
  )
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-block h-[18px] min-w-[18px] rounded-1 bg-surface-hover px-1 text-center font-ui text-label leading-[18px] text-text-2 inset-ring inset-ring-line-strong">
      {children}
    </kbd>
  )
}

const onMac = typeof navigator !== 'undefined' && /mac/i.test(navigator.userAgent)
const names: Record<string, string> = {
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
}

function shown(key: string): string {
  return key
    .split('+')
    .map((part) => (part === 'Mod' ? (onMac ? '⌘' : 'Ctrl') : (names[part] ?? (part.length === 1 ? part.toUpperCase() : part))))
    .join(' ')
}
