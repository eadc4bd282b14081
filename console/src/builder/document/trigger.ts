import { cardId, type Document, type Field } from '../../flows/cards/document'
import { cardOf, field, isMirror, type Card } from './make'
import { cardIn, edit, fieldsIn, nextIndex, type Ids } from './places'
import { addPin, pinsFrom, lose } from './plumbing'
import { CALLABLE, CONTEXT, DELEGATED, ENDPOINT } from './special'
import { settle, treeOf } from './tree'

/** What a helper flow's first card is when the clock starts it. */
export type Schedule = Record<string, string | number>

/** Every day at nine. */
export function daily(timeZone: string): Schedule {
  return { seconds: '00', minutes: '0', hours: '9', dayOfTheMonth: '*/1', month: '*', dayOfTheWeek: '*', startDate: '', endDate: '', recurrence: 0, timeZone }
}

/**
 * Chooses what starts a flow. The fields that the author added stay as far as the new card takes any; links from outputs that both
 * cards have stay too. With a schedule a helper flow is one that the clock starts.
 */
export function setTrigger(document: Document, card: Card, ids: Ids, schedule?: Schedule): Document {
  return edit(document, (draft) => {
    const { data } = draft
    const tree = treeOf(data)
    const before = cardIn(data, tree[0]!.card)
    const made = cardOf(card, ids)
    made.uuid = before.uuid
    if (card.id === CALLABLE) [made.node.model.inputs!, made.node.model.outputs!].forEach((fields) => keepContext(fields.data!, schedule !== undefined))
    const group = isMirror(card) ? authorsGroup(card) : undefined
    const moved = new Map<string, string>()
    const renamed = (one: Field) => (one.metadata?.custom ? group : (one.group ?? ''))
    for (const one of Object.values(before.node.model.outputs?.data ?? {})) {
      const to = renamed(one)
      const outputs = fieldsIn(made, 'output')
      const there = Object.values(outputs).find((each) => each.key === one.key && (each.group ?? '') === to)
      if (there) moved.set(one.id, there.id)
      else if (one.metadata?.custom && group !== undefined) {
        const spec = { group, key: one.key, type: one.value?.type, list: one.value?.collection ?? false, title: one.metadata.displayname, custom: true }
        for (const side of ['input', 'output'] as const) {
          const fields = fieldsIn(made, side)
          const added = field(spec, side, nextIndex(fields), ids)
          fields[added.id] = added
          if (side === 'output') moved.set(one.id, added.id)
        }
      }
    }
    const pins = pinsFrom(before)
    for (const pin of pins) if (!moved.has(pin.output)) lose(draft, '', pin)
    const place = data.methods.findIndex((one) => one.uuid === before.uuid)
    data.methods[place] = made
    for (const pin of pins) {
      const output = moved.get(pin.output)
      if (!output || !data.methods.some((one) => one.uuid === pin.card)) continue
      const transform = pin.transform as Record<string, { dest?: string }> | null
      const kept = transform?.[pin.output]
      addPin(data, { ...pin, output, transform: kept ? { [output]: { ...kept, dest: output } } : null })
      for (const one of data.methods) for (const each of [...Object.values(one.node.model.inputs?.data ?? {}), ...Object.values(one.node.model.outputs?.data ?? {})]) if (each.metadata?.srcOutputId === pin.output && each.metadata.srcMethodId === before.uuid) each.metadata.srcOutputId = output
    }
    data.cron = schedule ?? {}
    data.scheduled = schedule !== undefined
    data.security_level = card.id === ENDPOINT ? (data.security_level ?? 'medium') : card.id === DELEGATED ? 'high' : null
    data.display = { ...data.display, isCallable: cardId(made) === CALLABLE, ...(card.connector ? { eventConnecterName: card.category } : {}) }
    settle(data, treeOf(data), ids)
  })
}

/** A scheduled flow knows the time it was started at, a helper its caller. */
function keepContext(fields: Record<string, Field>, scheduled: boolean) {
  for (const one of Object.values(fields)) if (one.group === CONTEXT && (one.key === 'execution_time') !== scheduled && one.key !== 'execution_id') delete fields[one.id]
}

/** The group in which the author of a flow adds the fields that it is started with. */
function authorsGroup(card: Card): string | undefined {
  const open = card.inputs.filter((one) => one.key === undefined && one.dynamic === 'author-defined')
  return (open.find((one) => one.group === 'body') ?? open[0])?.group
}
