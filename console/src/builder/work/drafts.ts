import { queryOptions } from '@tanstack/react-query'
import { api, ask, bearing, type Schemas } from '../../api/client'
import type { Document } from '../../flows/cards/document'

export type DraftEntry = Schemas['Draft']

/** A draft as it is worked on: what was kept, and what a further change must name. */
export interface Draft {
  id: string
  tag: string | undefined
  flow: string | undefined
  base: { version: number; tag: string } | undefined
  name: string
  document: Document
  updated: string
  /** Only this window has it: the server did not take it. */
  inWindow?: boolean
}

export interface Content {
  flow: string | undefined
  base: { version: number; tag: string } | undefined
  name: string
  document: Document
}

/** Who works on a flow, oneself included. */
export const draftsOfQuery = (flow: string) =>
  queryOptions({
    queryKey: ['drafts', 'of', flow],
    queryFn: () => ask(api.GET('/api/hookline/v1/drafts', { params: { query: { flow } } })),
    refetchInterval: 30_000,
  })

/** One's own, the newest first. */
export const ownDraftsQuery = queryOptions({ queryKey: ['drafts', 'own'], queryFn: () => ask(api.GET('/api/hookline/v1/drafts')) })

export async function readDraft(id: string): Promise<Draft> {
  const answer = await api.GET('/api/hookline/v1/drafts/{id}', { params: { path: { id } } })
  const draft = await ask(Promise.resolve(answer))
  return {
    id,
    tag: answer.response.headers.get('ETag') ?? undefined,
    flow: draft.flow ?? undefined,
    base: draft.base ?? undefined,
    name: draft.name ?? '',
    document: draft.document as unknown as Document,
    updated: draft.updated,
  }
}

/** Keeps a document, under the id that it has already or a new one. Refused with 412 when another window did so meanwhile. */
export async function keepDraft(content: Content, known: { id: string; tag: string | undefined } | undefined): Promise<{ id: string; tag: string | undefined; updated: string }> {
  const body = { ...content, flow: content.flow ?? null, base: content.base ?? null } as unknown as Schemas['DraftContent']
  const answer = known
    ? await api.PUT('/api/hookline/v1/drafts/{id}', { params: { path: { id: known.id }, header: { 'If-Match': known.tag } }, body })
    : await api.POST('/api/hookline/v1/drafts', { body })
  const kept = await ask<DraftEntry>(Promise.resolve(answer as { data?: DraftEntry; error?: unknown; response: Response }))
  return { id: kept.id!, tag: answer.response.headers.get('ETag') ?? undefined, updated: kept.updated }
}

export async function discardDraft(id: string): Promise<void> {
  await ask(api.DELETE('/api/hookline/v1/drafts/{id}', { params: { path: { id } } }))
}

/** The one that the person has of this flow, or of a new flow under this id; what this window kept, where it is newer. */
export async function ownDraft(of: { flow?: string; draft?: string }): Promise<Draft | null> {
  const kept = await onServer(of)
  const own = inWindow.take(inWindow.key(of))
  if (!own || (kept && Date.parse(kept.updated) > Date.parse(own.at))) return kept ?? null
  return { id: kept?.id ?? '', tag: kept?.tag, flow: of.flow, base: own.base, name: own.name, document: own.document, updated: own.at, inWindow: true }
}

async function onServer(of: { flow?: string; draft?: string }): Promise<Draft | undefined> {
  if (of.draft) return await readDraft(of.draft)
  if (!of.flow) return undefined
  const entries = await ask(api.GET('/api/hookline/v1/drafts', { params: { query: { flow: of.flow } } }))
  const own = entries.find((entry) => entry.own)
  return own?.id ? await readDraft(own.id) : undefined
}

/** While the server does not answer, the window keeps what it has, also across a reload. */
export const inWindow = {
  key: (of: { flow?: string; draft?: string }) => `hookline.draft.${of.flow ?? of.draft ?? 'new'}`,
  put(key: string, content: Content) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ ...content, at: new Date().toISOString() }))
    } catch {
      // No room: the document is still on the page.
    }
  },
  take(key: string): (Content & { at: string }) | undefined {
    try {
      const text = sessionStorage.getItem(key)
      return text === null ? undefined : (JSON.parse(text) as Content & { at: string })
    } catch {
      return undefined
    }
  },
  drop(key: string) {
    sessionStorage.removeItem(key)
  },
}

/** Sends what is not kept yet while the page goes away; larger documents stay in the window. */
export function keepWhileLeaving(content: Content, known: { id: string; tag: string | undefined } | undefined) {
  const body = JSON.stringify({ ...content, flow: content.flow ?? null, base: content.base ?? null })
  if (!known || body.length > 60_000) return
  void fetch(`/api/hookline/v1/drafts/${encodeURIComponent(known.id)}`, {
    method: 'PUT',
    keepalive: true,
    headers: { 'Content-Type': 'application/json', ...(known.tag ? { 'If-Match': known.tag } : {}), ...(bearing() ? { 'X-CSRF-Token': bearing()! } : {}) },
    body,
  }).catch(() => {})
}
