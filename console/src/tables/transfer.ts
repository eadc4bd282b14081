import { bearing, refused, Unreachable, type Refused } from '../api/client'
import type { Choice } from './tables'

const TABLES = '/api/hookline/v1/tables/'

/** How far an import is: the share that was sent, then the server checks and stores. */
export type Progress = { sent: number } | { storing: true }

/** Sends a file; how many rows were added. */
export function importFile(table: string, file: File, delimiter: string, clear: boolean, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<number> {
  const query = new URLSearchParams({ delimiter, clear: String(clear) })
  return new Promise((resolve, reject) => {
    // Only this one tells how much was sent.
    const request = new XMLHttpRequest()
    request.open('POST', `${TABLES}${encodeURIComponent(table)}/import?${query}`)
    request.setRequestHeader('Content-Type', 'text/csv')
    const csrf = bearing()
    if (csrf) request.setRequestHeader('X-CSRF-Token', csrf)
    request.upload.onprogress = (event) => onProgress({ sent: event.total ? event.loaded / event.total : 0 })
    request.upload.onload = () => onProgress({ storing: true })
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new DOMException('The import was stopped.', 'AbortError'))
    request.onload = () => {
      const body = json(request.responseText)
      if (request.status === 200) resolve(Number((body as { rows?: number }).rows ?? 0))
      else reject(Object.assign(refused({ status: request.status, headers: new Headers() }, body), { lines: linesOf(body) }))
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is wrong, line by line, if the server says it so. */
export function linesOf(problem: unknown): string[] {
  const errors = (problem as { errors?: { detail?: string }[] } | undefined)?.errors
  return Array.isArray(errors) ? errors.map((error) => error.detail ?? '').filter(Boolean) : []
}

export type ImportRefused = Refused & { lines?: string[] }

/** Fetches the file of a table, telling how many bytes have come. */
export async function exportFile(table: string, choice: Choice, delimiter: string, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<Blob> {
  const query = new URLSearchParams({ delimiter })
  if (choice.where) query.set('where', choice.where)
  let response: Response
  try {
    response = await fetch(`${TABLES}${encodeURIComponent(table)}/export?${query}`, { signal })
  } catch (error) {
    if (error instanceof TypeError) throw new Unreachable()
    throw error
  }
  if (!response.ok || !response.body) throw refused(response, json(await response.text()))
  const parts: BlobPart[] = []
  let bytes = 0
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Blob(parts, { type: 'text/csv' })
    parts.push(value)
    bytes += value.length
    onBytes(bytes)
  }
}

/** Hands a file to the browser's downloads. */
export function save(file: Blob, name: string) {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** A name that every system takes as a file's. */
export function fileName(table: string): string {
  return `${table.replace(/[^\p{L}\p{N} _.-]+/gu, '_').slice(0, 80).trim() || 'table'}.csv`
}

