import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Refused } from '../../api/client'
import type { Document } from '../../flows/cards/document'
import { discardDraft, inWindow, keepDraft, keepWhileLeaving, readDraft, type Content, type Draft } from './drafts'

/** So long after the last change it is kept; when the server did not answer it is tried again after the other time. */
const PAUSE = 1_000
const AGAIN = 4_000

export interface Work {
  /** The saved flow; nothing for one that was never saved. */
  flow: { id: string; version: number } | undefined
  /** The ETag of the document that the work began with. */
  tag: string | undefined
  /** The document of this moment. */
  document: Document
  name: string
  changed: boolean
  enabled: boolean
  /** The draft that the work goes on with. */
  from: Draft | undefined
  /** Told the id of a new flow's draft, which belongs into the address of the page. */
  began: (id: string) => void
}

export type Keeping = { state: 'none' | 'waiting' | 'keeping' } | { state: 'kept'; at: string } | { state: 'failed'; why: string } | { state: 'overtaken' }

/** Keeps what is not saved on the server, a second after each change. */
export function useDraft(work: Work) {
  const queries = useQueryClient()
  const [keeping, setKeeping] = useState<Keeping>(work.from && !work.from.inWindow ? { state: 'kept', at: work.from.updated } : { state: 'none' })
  const known = useRef<{ id: string; tag: string | undefined } | undefined>(work.from?.id ? { id: work.from.id, tag: work.from.tag } : undefined)
  const latest = useRef(work)
  const kept = useRef<Document | undefined>(work.from?.inWindow ? undefined : work.from?.document)
  const underway = useRef<Promise<void>>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stopped = useRef(false)
  useEffect(() => {
    latest.current = work
  })

  const content = useCallback((): Content => {
    const { flow, tag, name, document } = latest.current
    return { flow: flow?.id, base: flow && { version: flow.version, tag: tag ?? '' }, name: name || 'Untitled flow', document }
  }, [])
  const storage = useCallback(() => inWindow.key({ flow: latest.current.flow?.id, draft: known.current?.id }), [])

  const keep = useCallback(async (): Promise<void> => {
    clearTimeout(timer.current)
    await underway.current
    const { changed, enabled, document } = latest.current
    if (stopped.current || !enabled || !changed || kept.current === document) return
    setKeeping({ state: 'keeping' })
    const sent = content()
    underway.current = keepDraft(sent, known.current)
      .then((done) => {
        const isNew = !known.current
        known.current = { id: done.id, tag: done.tag }
        kept.current = sent.document
        inWindow.drop(storage())
        setKeeping({ state: 'kept', at: done.updated })
        if (isNew) {
          void queries.invalidateQueries({ queryKey: ['drafts'] })
          if (!sent.flow) latest.current.began(done.id)
        }
      })
      .catch((error: unknown) => {
        inWindow.put(storage(), sent)
        if (error instanceof Refused && (error.status === 412 || (error.status === 409 && typeof error.said.draft === 'string'))) {
          known.current ??= { id: String(error.said.draft), tag: undefined }
          setKeeping({ state: 'overtaken' })
          stopped.current = true
          return
        }
        setKeeping({ state: 'failed', why: error instanceof Error ? error.message : String(error) })
        timer.current = setTimeout(() => void keep(), AGAIN)
      })
      .finally(() => (underway.current = undefined))
    await underway.current
    if (latest.current.document !== sent.document) timer.current = setTimeout(() => void keep(), PAUSE)
  }, [content, queries, storage])

  const { changed, document, enabled } = work
  useEffect(() => {
    if (!enabled || !changed || stopped.current || kept.current === document) return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void keep(), PAUSE)
    return () => clearTimeout(timer.current)
  }, [changed, document, enabled, keep])

  useEffect(() => {
    const leave = () => {
      const { changed: open, enabled: mayKeep, document: now } = latest.current
      if (stopped.current || !mayKeep || !open || kept.current === now) return
      inWindow.put(storage(), content())
      keepWhileLeaving(content(), known.current)
    }
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [content, storage])

  /** What was worked on is saved, or not wanted any more. */
  const done = useCallback(async () => {
    clearTimeout(timer.current)
    await underway.current
    inWindow.drop(storage())
    const gone = known.current
    known.current = undefined
    kept.current = undefined
    stopped.current = false
    setKeeping({ state: 'none' })
    if (gone) await discardDraft(gone.id).catch(() => {})
    void queries.invalidateQueries({ queryKey: ['drafts'] })
  }, [queries, storage])

  /** After another window kept something else: this window's is kept instead. */
  const insist = useCallback(async () => {
    if (known.current) known.current.tag = undefined
    stopped.current = false
    kept.current = undefined
    await keep()
  }, [keep])

  /** After another window kept something else: what it kept. */
  const other = useCallback(async (): Promise<Document> => {
    const draft = await readDraft(known.current!.id)
    known.current = { id: draft.id, tag: draft.tag }
    kept.current = draft.document
    stopped.current = false
    inWindow.drop(storage())
    setKeeping({ state: 'kept', at: draft.updated })
    return draft.document
  }, [storage])

  /** Whether all that was done is on the server. */
  const isKept = useCallback(() => kept.current === latest.current.document, [])
  return { keeping, keep, done, insist, other, isKept }
}

export type DraftWork = ReturnType<typeof useDraft>
