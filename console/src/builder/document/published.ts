/// <reference types="node" />
// Flows to test with: those of the examples, and published ones when they are beside the repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document } from '../../flows/cards/document'
import { readDocument } from './json'

const ROOT = join(import.meta.dirname, '../../../..')

export interface Published {
  file: string
  flows: Document[]
}

let read: Published[] | undefined

export function published(): Published[] {
  return (read ??= [join(ROOT, 'docs/examples'), join(ROOT, 'templates'), join(ROOT, '../shared/flopacks')].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => file.endsWith('.flopack'))
          .sort()
          .map((file) => ({ file, flows: Object.values((readDocument(readFileSync(join(folder, file), 'utf8')) as unknown as { data: { flos: Record<string, Document> } }).data.flos) }))
      : [],
  ))
}
