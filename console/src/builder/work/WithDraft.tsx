import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { Document } from '../../flows/cards/document'
import { documentQuery } from '../../flows/flows'
import { Failed, Loading } from '../../shown/states'
import { DraftOffer } from './Drafts'
import { discardDraft, inWindow, ownDraft, type Draft } from './drafts'

/** The work that goes on, and the document that it began with. */
export interface GoingOn {
  draft: Draft
  base: Document
}

/** Looks for a draft of the person first, and asks whether to go on with it. */
export function WithDraft({ of, saved, version, children }: { of: { flow?: string; draft?: string }; saved: Document; version?: number; children: (from: GoingOn | undefined) => ReactNode }) {
  const found = useQuery({ queryKey: ['draft to go on with', of.flow ?? '', of.draft ?? ''], queryFn: () => ownDraft(of), staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, retry: false })
  const [answer, setAnswer] = useState<'go' | 'discard'>()
  const draft = found.data ?? undefined
  const earlier = of.flow && draft?.base && draft.base.version !== version ? draft.base.version : undefined
  const base = useQuery({ ...documentQuery(of.flow ?? '', earlier ?? 0), enabled: earlier !== undefined })
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />
  if (found.isPending || (earlier !== undefined && base.isPending)) return <Loading what="your draft" rows={8} />
  if (!draft || answer === 'discard') return children(undefined)
  // A new flow is opened by its draft: there is nothing else to begin with.
  if (answer === 'go' || of.draft) return children({ draft, base: base.data ?? saved })
  return (
    <DraftOffer
      draft={draft}
      saved={saved}
      version={version}
      go={() => setAnswer('go')}
      discard={() => {
        inWindow.drop(inWindow.key(of))
        if (draft.id) void discardDraft(draft.id).catch(() => {})
        setAnswer('discard')
      }}
    />
  )
}
