/** The page asks for a path with the system's dialog; answers with a path or null. */
export const OPEN_DIALOG = 'switchyard:open-dialog'
