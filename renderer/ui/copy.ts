import { toastDone, toastError } from './toast.tsx'

/** Puts text on the clipboard and says so. */
export async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    toastDone(said)
  } catch {
    toastError('The browser did not allow to copy. Select the text and copy it by hand.')
  }
}
