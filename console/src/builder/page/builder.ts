import { createContext, useContext } from 'react'
import type { Schemas } from '../../api/client'
import type { Flow } from '../../flows/flows'
import type { CardAt, Document, Ids, Problem, Sequence } from '../document'

export type Card = Schemas['Card']

/** What a card took and gave in the run that is shown. */
export interface CardValues {
  inputs?: Record<string, unknown>
  outputs?: Record<string, unknown>
  state?: 'running' | 'done' | 'failed' | 'withheld' | 'idle'
  error?: Record<string, unknown>
  durationMs?: number
}

/** What ids of the document are called; those that the person may not read are missing. */
export interface Names {
  connections: ReadonlyMap<string, Schemas['Connection']>
  flows: ReadonlyMap<string, string>
  tables: ReadonlyMap<string, string>
}

/** The flow that is being built, for everything on its page. */
export interface Builder {
  document: Document
  structure: Sequence
  /** The installed cards by id. */
  catalog: ReadonlyMap<string, Card>
  problems: readonly Problem[]
  readOnly: boolean
  /** Makes one step that can be undone; several with the same `coalesce`, one after the other, are one. A refused edit becomes a notice. */
  change(label: string, edit: (document: Document, ids: Ids) => Document, coalesce?: string): void
  /** Chooses a card, several, or none; adds to those that are chosen when `add`. */
  select(at: CardAt | readonly CardAt[] | undefined, add?: boolean): void
  /** Brings a card into view and puts the keyboard there. */
  jump(at: CardAt): void
  values?: (at: CardAt) => CardValues | undefined
  names: Names
  /** Missing until the first save. */
  flow?: Flow
  /** Opens what belongs to a card and is shown outside of it. */
  open(what: 'endpoint' | 'schedule' | 'test', at: CardAt): void
}

const BuilderContext = createContext<Builder | undefined>(undefined)

export const BuilderProvider = BuilderContext.Provider

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext)
  if (!builder) throw new Error('There is no builder around this part')
  return builder
}

/** Which cards are chosen, by {@link keyOf}. Apart from the rest: choosing one must not draw the others again. */
const SelectionContext = createContext<ReadonlyMap<string, CardAt>>(new Map())

export const SelectionProvider = SelectionContext.Provider

export function useSelected(): ReadonlyMap<string, CardAt> {
  return useContext(SelectionContext)
}

/** A card's place as text: unique in the whole flow, nested ones included. */
export function keyOf(at: CardAt): string {
  return `${at.flow}|${at.card}`
}
