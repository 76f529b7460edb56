import { said } from '../api/request-failed.ts'
import { toastError } from './toast.tsx'

/** Does it; a refusal becomes a message and `undefined`. */
export async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    toastError(said(error))
    return undefined
  }
}
