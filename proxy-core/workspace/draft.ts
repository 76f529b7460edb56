import { Refusal } from '../model/errors.ts'
import type { Diagnostic } from '../model/finding.ts'
import { workspaceSettings } from '../model/workspace.ts'
import { type EditableSettings, editableSettings, type WorkspaceEdit } from './edit-settings.ts'
import { editTree } from './edit-tree.ts'
import { MAX_SETTINGS_BYTES, type ReadSettings, readSettings } from './read-settings.ts'
import type { SettingsTree } from './settings-tree.ts'
import { staysGood } from './stays-good.ts'

/** A text and edits of so many letters together can't make a file too large: each takes three bytes at most, and some quotes and spaces. */
const SURELY_SMALL_LETTERS = MAX_SETTINGS_BYTES / 4

/** A text that may stand in a file, and what it says. */
export interface GoodSettings {
  text: string
  tree: SettingsTree
  warnings: Diagnostic[]
  /** The text ready for edits, where an edit changes the tree just as it changes the text. */
  editable: EditableSettings | null
}

/** Edits of one file, gathered so that they are written at once. */
export interface Draft {
  /** What the file says with the edits so far. */
  tree(): SettingsTree
  /** @throws Refusal `setting-invalid`; the draft is then as it was before. */
  edit(edits: readonly WorkspaceEdit[]): void
  /** All of it. Takes what is editable away from the text that the draft began with. */
  made(): GoodSettings
}

/** @param file how the file is named in messages */
export function createDraft(before: GoodSettings, file: string): Draft {
  let good = before
  let tree = before.tree
  /** In the tree and not in the text yet. */
  let gathered: WorkspaceEdit[] = []
  let letters = before.text.length
  return {
    tree: () => tree,
    edit(edits) {
      letters += JSON.stringify(edits).length
      if (!editableNow() || letters > SURELY_SMALL_LETTERS) return reread(edits)
      const next = editTree(tree, edits)
      if (!staysGood(tree, next, workspaceSettings)) return reread(edits)
      if (next !== tree) gathered.push(...edits)
      tree = next
    },
    made() {
      write()
      return good
    },
  }

  /** null when what was editable has gone on to another text, which could not be kept. */
  function editableNow(): EditableSettings | null {
    return good.editable?.text() === good.text ? good.editable : null
  }

  function write(): void {
    const editable = editableNow()
    if (editable && gathered.length > 0) good = { ...good, text: editable.edit(gathered), tree }
    gathered = []
  }

  /** Reads what has become of the text: it tells what is wrong, and where it is other than its tree. */
  function reread(edits: readonly WorkspaceEdit[]): void {
    write()
    const text = editableSettings(good.text).edit(edits)
    const read = readSettings(text, file)
    if (read.problems[0]) throw new Refusal('setting-invalid', read.problems[0].message)
    good = goodSettings(text, read)
    tree = good.tree
    letters = text.length
  }
}

export function goodSettings(text: string, { tree, warnings, document }: ReadSettings): GoodSettings {
  return { text, tree, warnings, editable: document && editableSettings(text, document) }
}
