import { useEffect, useState } from 'react'

/** A picture from the captured bytes. As the source of an img nothing in it can run, not even in SVG. */
export function ImagePreview({ data, type, label }: { data: Uint8Array; type: string; label: string }) {
  const [url, setUrl] = useState<string | null>(null)
  const [shown, setShown] = useState<{ width: number; height: number } | 'broken' | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(data)], { type }))
    setUrl(made)
    setShown(null)
    return () => URL.revokeObjectURL(made)
  }, [data, type])
  if (url === null) return null
  return (
    <figure className="grid justify-items-start gap-2 p-3">
      {shown === 'broken' ? (
        <p className="text-text-2">The bytes are no picture that the browser can read.</p>
      ) : (
        <img
          src={url}
          alt={label}
          className="max-h-[60vh] max-w-full bg-surface-sunken inset-ring inset-ring-line"
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setShown({ width, height })}
          onError={() => setShown('broken')}
        />
      )}
      {shown !== null && shown !== 'broken' && (
        <figcaption className="note">
          {shown.width} × {shown.height}
        </figcaption>
      )}
    </figure>
  )
}
