// What a browser loads before the first page shows: index.html and what it names.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** In bytes, compressed with gzip; scripts and style sheets that are loaded on demand do not count. */
export function firstLoad(folder) {
  const index = readFileSync(join(folder, 'index.html'), 'utf8')
  const named = [...index.matchAll(/(?:src|href)="\/console\/(assets\/[^"]+)"/g)].map((match) => match[1])
  if (named.length === 0) throw new Error('index.html names no script')
  return gzipSync(index).length + named.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0)
}
