import type { Folder } from './flows'

/** A folder with those in it. */
export interface Branch {
  folder: Folder
  inside: Branch[]
  /** Flows in it and in all folders inside of it. */
  flows: number
}

/** Folders as a tree, each level by name. One whose parent is unknown stands at the top. */
export function treeOf(folders: Folder[]): Branch[] {
  const ids = new Set(folders.map((folder) => folder.id))
  const children = new Map<string, Folder[]>()
  for (const folder of folders) {
    const parent = folder.parent && ids.has(folder.parent.id) ? folder.parent.id : ''
    children.set(parent, [...(children.get(parent) ?? []), folder])
  }
  const branches = (parent: string, above: string[]): Branch[] =>
    (children.get(parent) ?? [])
      .filter((folder) => !above.includes(folder.id))
      .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
      .map((folder) => {
        const inside = branches(folder.id, [...above, folder.id])
        return { folder, inside, flows: folder.flows + inside.reduce((sum, one) => sum + one.flows, 0) }
      })
  return branches('', [])
}

/** The folders around one, outermost first, itself last. */
export function wayTo(folders: Folder[], id: string | undefined): Folder[] {
  const way: Folder[] = []
  let at = folders.find((folder) => folder.id === id)
  while (at && !way.includes(at)) {
    way.unshift(at)
    const parent = at.parent?.id
    at = folders.find((folder) => folder.id === parent)
  }
  return way
}

/** What a folder can be moved into: everything but itself and what lies in it. */
export function placesFor(folders: Folder[], moved?: string): { value: string; label: string }[] {
  return folders
    .map((folder) => wayTo(folders, folder.id))
    .filter((way) => !way.some((folder) => folder.id === moved))
    .map((way) => ({ value: way.at(-1)!.id, label: way.map((folder) => folder.name).join(' / ') }))
    .sort((a, b) => a.label.localeCompare(b.label))
}
