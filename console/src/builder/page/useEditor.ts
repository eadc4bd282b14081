import { useCallback, useRef, useState } from 'react'
import type { Document } from '../../flows/cards/document'
import { EditRefused, History, randomIds, type CardAt, type Ids } from '../document'
import { keyOf } from './builder'

/** The document with its steps, and which of its cards are chosen. */
export function useEditor(first: () => History<Document>) {
  const [history, setHistory] = useState(first)
  const [selected, setSelected] = useState<ReadonlyMap<string, CardAt>>(new Map())
  const [refusal, setRefusal] = useState<string>()
  // Several changes may come before the page is drawn again; each builds on the one before.
  const latest = useRef(history)
  const put = useCallback((next: History<Document>) => {
    latest.current = next
    setHistory(next)
  }, [])

  const change = useCallback(
    (label: string, edit: (document: Document, ids: Ids) => Document, coalesce?: string) => {
      try {
        const next = edit(latest.current.present, randomIds)
        setRefusal(undefined)
        if (next !== latest.current.present) put(latest.current.change(label, next, coalesce))
      } catch (error) {
        if (!(error instanceof EditRefused)) throw error
        setRefusal(error.message)
      }
    },
    [put],
  )
  const select = useCallback((at: CardAt | readonly CardAt[] | undefined, add = false) => {
    const more = at === undefined ? [] : Array.isArray(at) ? (at as CardAt[]) : [at as CardAt]
    setSelected((before) => {
      const next = new Map([...(add ? before : []), ...more.map((one) => [keyOf(one), one] as const)])
      return next.size === before.size && [...next.keys()].every((key) => before.has(key)) ? before : next
    })
  }, [])
  const undo = useCallback(() => put(latest.current.undo()), [put])
  const redo = useCallback(() => put(latest.current.redo()), [put])
  const replace = useCallback((document: Document) => put(History.of(document)), [put])
  /** The document of this moment, also before the page was drawn again. */
  const now = useCallback(() => latest.current.present, [])
  return { history, now, change, undo, redo, replace, selected, select, refusal, setRefusal }
}

export type Editor = ReturnType<typeof useEditor>
