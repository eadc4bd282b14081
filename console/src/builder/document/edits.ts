import type { Document, ErrorPolicy } from '../../flows/cards/document'
import { cardId } from '../../flows/cards/document'
import { edit, EditRefused, fieldIn, flowIn, methodIn, type CardAt, type FieldAt, type Ids, type Place } from './places'
import { unlinkIn } from './links'
import { method } from './make'
import { COMMENT, kernelAddress } from './special'
import { behindGenerated } from './cards'
import { insertAfter, settle, treeOf } from './tree'

export function renameCard(document: Document, at: CardAt, title: string): Document {
  const name = title.trim()
  if (!name) throw new EditRefused('A card needs a title.')
  return edit(document, (draft) => {
    const { node } = methodIn(draft, at)
    node.data = { ...node.data, name }
  })
}

/** What people should know about a card; of a note, its text. */
export function describeCard(document: Document, at: CardAt, text: string): Document {
  return edit(document, (draft) => {
    const found = methodIn(draft, at)
    if (cardId(found) === COMMENT) throw new EditRefused('A note has a text of its own.')
    found.node.model.comments = text
  })
}

export function addNote(document: Document, place: Place, ids: Ids): { document: Document; at: CardAt } {
  const made = method(kernelAddress(COMMENT), 'Comment', '', { comments: { title: '', markdown: '' } }, ids)
  const changed = edit(document, (draft) => {
    const flow = flowIn(draft, place.flow)
    const tree = treeOf(flow)
    insertAfter(tree, behindGenerated(draft, place, tree), [{ card: made.uuid, ways: [], join: undefined }])
    flow.methods.push(made)
    settle(flow, tree, ids)
  })
  return { document: changed, at: { flow: place.flow, card: made.uuid } }
}

export function setNote(document: Document, at: CardAt, note: { title: string; markdown: string }): Document {
  return edit(document, (draft) => {
    const found = methodIn(draft, at)
    if (cardId(found) !== COMMENT) throw new EditRefused('Only a note has such a text.')
    found.node.model.comments = { title: note.title, markdown: note.markdown }
  })
}

/** Whether a card is drawn as its head alone. */
export function isCollapsed(document: Document, at: CardAt): boolean {
  const { defaultState, overrides } = collapsing(document, at)
  const overridden = overrides.includes(at.card)
  return (defaultState === 'collapsed') !== overridden
}

function collapsing(document: Document, at: CardAt): { defaultState: string; overrides: string[] } {
  const kept = flowIn(document, at.flow).display?.collapsedMethods as { defaultState?: string; overrides?: unknown } | undefined
  return { defaultState: kept?.defaultState ?? 'expanded', overrides: Array.isArray(kept?.overrides) ? (kept.overrides as string[]) : [] }
}

export function collapse(document: Document, ats: CardAt[], collapsed: boolean): Document {
  return edit(document, (draft) => {
    for (const at of ats) {
      if (isCollapsed(draft, at) === collapsed) continue
      const { defaultState, overrides } = collapsing(draft, at)
      const changed = overrides.includes(at.card) ? overrides.filter((one) => one !== at.card) : [...overrides, at.card]
      const display = (flowIn(draft, at.flow).display ??= {})
      display.collapsedMethods = { ...(display.collapsedMethods as object | undefined), defaultState, overrides: changed }
    }
  })
}

/** Which connection a card uses; none when there is no id. */
export function setConnection(document: Document, at: CardAt, id: string | undefined): Document {
  return edit(document, (draft) => {
    const { model } = methodIn(draft, at).node
    model.config = id ?? null
    const display = (model as { display?: Record<string, unknown> }).display
    if (display && 'configRef' in display) delete display.configRef
  })
}

/** An option comes before the inputs: it is always a constant. */
export function setOption(document: Document, at: FieldAt, value: unknown): Document {
  return setConstant(document, at, value)
}

/** Types a value in, in place of a link. */
export function setConstant(document: Document, at: FieldAt, value: unknown): Document {
  return edit(document, (draft) => {
    unlinkIn(draft, at)
    const input = fieldIn(draft, at)
    input.value = { ...input.value, data: value === undefined ? null : value }
  })
}

export function clearInput(document: Document, at: FieldAt): Document {
  return setConstant(document, at, null)
}

/** What happens when a card fails. That of an If Error is its second block and stays. */
export function setPolicy(document: Document, at: CardAt, policy: ErrorPolicy): Document {
  return edit(document, (draft) => {
    const { model } = methodIn(draft, at).node
    if (model.policy?.error?.type === 'handler') throw new EditRefused('This card handles errors by the cards inside of it.')
    if (policy.type === 'handler') throw new EditRefused('Only an If Error card handles errors by cards inside of it.')
    model.policy = { ...model.policy, error: policy }
  })
}

export interface FlowSettings {
  name?: string
  description?: string
  /** Whether executions keep what passes through. */
  log?: boolean
  securityLevel?: string | null
  cron?: Record<string, string | number>
  /** The folder. */
  group?: string | null
}

export function setFlow(document: Document, settings: FlowSettings): Document {
  return edit(document, (draft) => {
    const { data } = draft
    if (settings.name !== undefined) draft.name = settings.name
    if (settings.description !== undefined) draft.description = settings.description
    if (settings.log !== undefined) data.log = settings.log
    if (settings.securityLevel !== undefined) data.security_level = settings.securityLevel
    if (settings.group !== undefined) data.group = settings.group
    if (settings.cron !== undefined) {
      data.cron = settings.cron
      data.scheduled = Object.keys(settings.cron).length > 0
    }
  })
}
