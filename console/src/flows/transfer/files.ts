/** Files that were dropped on another page, until the page of imports takes them. */
let dropped: File[] = []

export function handOver(files: File[]) {
  dropped = files
}

export function taken(): File[] {
  const files = dropped
  dropped = []
  return files
}

/** What a folder for a file is called at first: the one folder that it holds, or the file. */
export function folderNameOf(fileName: string, folders: { name: string; parent: string | null }[]): string {
  const top = folders.filter((folder) => folder.parent === null)
  return (top.length === 1 ? top[0]!.name : fileName.replace(/\.(flopack|flow|folder|json)$/i, '')).slice(0, 255) || 'Imported flows'
}

/** Bytes as people say them. */
export function size(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
