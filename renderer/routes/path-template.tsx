/** A path with its parameters set back: /products/{id}. */
export function PathTemplate({ path, className = '' }: { path: string; className?: string }) {
  return (
    <span className={`data cut ${className}`}>
      {path.split(/(\{[^}]*\})/).map((part, at) =>
        at % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no identity but their place
          <span key={at} className="text-text-3">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </span>
  )
}
