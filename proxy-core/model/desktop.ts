/** What the desktop app gives the page, as `window.switchyard`. In a browser it is not there, and the page does without. */
export interface DesktopBridge {
  /** `linux`, `darwin` or `win32`. */
  platform: string
  /** Asks for a document or a folder with the system's dialog: its absolute path, or null when the person thought better of it. */
  openDialog(what: 'document' | 'folder'): Promise<string | null>
  /** The absolute path of a file that was dropped on the page; empty when it has none. */
  pathForFile(file: File): string
}
