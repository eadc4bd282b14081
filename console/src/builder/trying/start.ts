import type { Lane } from '../../flows/cards/lanes'
import type { Flow } from '../../flows/flows'
import { endpointInputs, fieldInputs, questions, type Question } from '../../flows/inputs'
import { lanesOf } from '../../flows/cards/lanes'
import { cardId, type Document } from '../../flows/cards/document'

/** What a run is started with, as the API takes it. */
export type Start = { inputs: Record<string, unknown> } | { execution: string } | { event: string }

/** How the person chose to start it. */
export interface Chosen {
  by: 'typed' | 'execution' | 'event'
  body: string
  texts: Record<string, string>
  execution: string
  event: string
}

export const NOTHING_CHOSEN: Chosen = { by: 'typed', body: '{}', texts: {}, execution: '', event: '' }

const TYPES: Record<string, Flow['type']> = { 'http.accept': 'endpoint', 'control.callable': 'helper', 'http.delegated': 'delegated' }

/** What starts the document, as far as its form needs to know. */
export function typeOf(document: Document): Flow['type'] {
  const [first] = document.data.methods.filter((method) => lanesOf(document).cards[0]?.uuid === method.uuid)
  if (!first) return 'manual'
  return TYPES[cardId(first)] ?? (first.address.split(':')[1] === 'channels' ? 'event' : document.data.scheduled ? 'scheduled' : 'manual')
}

export function asked(document: Document): Question[] {
  const lane: Lane = lanesOf(document)
  return questions(lane, typeOf(document))
}

/**
 * What is sent to start it.
 *
 * @throws Error saying what is wrong with what was typed
 */
export function startOf(document: Document, chosen: Chosen): Start {
  if (chosen.by === 'execution') {
    if (!chosen.execution) throw new Error('Choose an execution to start it like.')
    return { execution: chosen.execution }
  }
  if (chosen.by === 'event') {
    if (!chosen.event) throw new Error('Choose an event of the log.')
    return { event: chosen.event }
  }
  return { inputs: typeOf(document) === 'endpoint' ? endpointInputs(chosen.body) : fieldInputs(asked(document), chosen.texts) }
}
