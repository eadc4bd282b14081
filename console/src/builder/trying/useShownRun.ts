import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Schemas } from '../../api/client'
import { executionQuery, isOpen, type WholeExecution } from '../../executions/executions'
import type { CardAt, Document } from '../document'
import { keyOf, type CardValues } from '../page/builder'
import { valuesOf } from './values'

export type Trial = Schemas['FlowTrial']

/** What is shown on the cards: a dry run of what is on the page, or an execution, live while it runs. */
export type Shown = { kind: 'try'; trial: Trial; document: Document } | { kind: 'execution'; id: string; document: Document }

export interface ShownRun {
  shown: Shown | undefined
  execution: WholeExecution | undefined
  error: Error | null
  values: ((at: CardAt) => CardValues | undefined) | undefined
  show(run: Shown | undefined): void
}

/** The run whose values are on the canvas. */
export function useShownRun(first?: Shown): ShownRun {
  const [shown, setShown] = useState(first)
  const execution = useQuery({ ...executionQuery(shown?.kind === 'execution' ? shown.id : ''), enabled: shown?.kind === 'execution' })
  const ran = shown?.kind === 'execution' ? execution.data : undefined
  const steps = shown?.kind === 'try' ? shown.trial.steps : ran?.steps
  const ended = shown?.kind === 'try' || (ran !== undefined && !isOpen(ran))
  const document = shown?.document
  const byCard = useMemo(() => (document && steps ? valuesOf(document, steps, ended) : undefined), [document, steps, ended])
  const values = useMemo(() => (byCard ? (at: CardAt) => byCard.get(keyOf(at)) : undefined), [byCard])
  const show = useCallback((run: Shown | undefined) => setShown(run), [])
  return { shown, execution: ran, error: execution.error, values, show }
}
