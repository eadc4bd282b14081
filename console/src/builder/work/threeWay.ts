import type { Document, Method, Pins } from '../../flows/cards/document'
import { titleOf } from '../../flows/cards/document'
import type { CardChanges } from '../../flows/changes'
import { differences } from './differences'

export type Side = 'mine' | 'theirs'

/** Something that one of two people changed, or both. */
export interface Contest {
  /** The id of a card of the flow; {@link SETTINGS} and {@link ORDER} stand for what is no card. */
  key: string
  title: string
  mine: CardChanges[]
  theirs: CardChanges[]
}

export const SETTINGS = '#settings'
/** Which cards there are, and in which order. */
export const ORDER = '#order'

/** What two people made of the same version, by what can be chosen: the flow's settings, its cards as a row, each card with all that lies in it. */
export function contests(base: Document, mine: Document, theirs: Document): Contest[] {
  const found = new Map<string, Contest>()
  const titles = new Map([base, theirs, mine].flatMap((document) => document.data.methods.map((method) => [method.uuid, titleOf(method)] as const)))
  const add = (side: Side, change: CardChanges) => {
    const row = change.card?.includes('/') ? undefined : change.kind
    const key = change.card === undefined ? SETTINGS : row === 'added' || row === 'removed' ? ORDER : change.card.split('/')[0]!
    const title = key === SETTINGS ? 'The flow itself' : key === ORDER ? 'Which cards there are' : (titles.get(key) ?? change.title)
    const one = found.get(key) ?? { key, title, mine: [], theirs: [] }
    one[side].push(change)
    found.set(key, one)
  }
  for (const [side, document] of [['mine', mine], ['theirs', theirs]] as const)
    for (const change of differences(base, document)) {
      const order = change.card === undefined ? change.fields.filter((field) => field.field === 'Order of the cards') : []
      const rest = change.fields.filter((field) => !order.includes(field))
      if (order.length > 0) add(side, { card: ORDER, title: 'Order of the cards', kind: 'added', fields: order })
      if (change.card !== undefined || rest.length > 0) add(side, { ...change, fields: rest })
    }
  // What is not shown as a field, such as the options of the first card.
  for (const [side, document] of [['mine', mine], ['theirs', theirs]] as const)
    for (const method of changedIn(base, document))
      if (method.node.model.displayed !== false && !found.get(method.uuid)?.[side].length) add(side, { card: method.uuid, title: titleOf(method), kind: 'changed', fields: [] })
  return [...found.values()]
}

/** Cards of both documents that differ in more than the links out of them. */
function changedIn(base: Document, document: Document): Method[] {
  const before = byId(base)
  const content = (method: Method) => JSON.stringify({ ...method, pins: undefined })
  return document.data.methods.filter((method) => before.has(method.uuid) && before.get(method.uuid) !== method && content(before.get(method.uuid)!) !== content(method))
}

/** What is taken unless somebody chooses: what one side alone changed; mine where both did. */
export function proposed(contest: Contest): Side {
  return contest.mine.length > 0 ? 'mine' : 'theirs'
}

/** Whether both changed it. */
export function isContested(contest: Contest): boolean {
  return contest.mine.length > 0 && contest.theirs.length > 0
}

/**
 * One document of both. A card comes with its inputs and the links into them from the side that is chosen for it; which cards there are, and their order, come
 * from one side as a whole. Links from or to what is not there any more are left out.
 */
export function merged(base: Document, mine: Document, theirs: Document, chosen: ReadonlyMap<string, Side>): Document {
  const all = contests(base, mine, theirs)
  const proposals = new Map<string, Side>(all.map((contest) => [contest.key, proposed(contest)]))
  // Cards that an editor made are nobody's to choose.
  for (const [changer, document] of [['theirs', theirs], ['mine', mine]] as const) for (const { uuid } of changedIn(base, document)) if (!all.some((contest) => contest.key === uuid)) proposals.set(uuid, changer)
  const side = (key: string): Side | undefined => chosen.get(key) ?? proposals.get(key)
  const skeletonSide = side(ORDER) ?? (sameCards(base, mine) ? 'theirs' : 'mine')
  const documents = { mine, theirs }
  const methods = { mine: byId(mine), theirs: byId(theirs) }
  const of = (id: string): Side => {
    const wanted = side(id) ?? skeletonSide
    return methods[wanted].has(id) ? wanted : skeletonSide
  }
  const skeleton = documents[skeletonSide]
  const ids = skeleton.data.methods.map((method) => method.uuid)
  const chosenMethods = new Map(ids.map((id) => [id, methods[of(id)].get(id)!]))
  const joined = ids.map((id) => withPins(chosenMethods.get(id)!, ids, (target) => methods[of(target)].get(id)?.pins, chosenMethods))
  const settings = documents[side(SETTINGS) ?? skeletonSide]
  return {
    ...skeleton,
    name: settings.name,
    description: settings.description,
    data: { ...skeleton.data, cron: settings.data.cron, scheduled: settings.data.scheduled, security_level: settings.data.security_level, log: settings.data.log, methods: joined },
  }
}

function byId(document: Document): Map<string, Method> {
  return new Map(document.data.methods.map((method) => [method.uuid, method]))
}

function sameCards(one: Document, other: Document): boolean {
  return JSON.stringify([one.data.methods.map((method) => method.uuid), one.data.orderings]) === JSON.stringify([other.data.methods.map((method) => method.uuid), other.data.orderings])
}

/** The links out of a card, those to each target as the target's side has them. */
function withPins(method: Method, targets: string[], pinsFor: (target: string) => Pins | undefined, methods: Map<string, Method>): Method {
  const outputs = method.node.model.outputs?.data ?? {}
  const pins: Pins = {}
  for (const target of targets)
    for (const [output, links] of Object.entries(pinsFor(target) ?? {})) {
      const inputs = methods.get(target)!.node.model.inputs?.data ?? {}
      const kept = (links[target] ?? []).filter((link) => link.input in inputs)
      if (kept.length > 0 && output in outputs) pins[output] = { ...pins[output], [target]: kept }
    }
  return { ...method, pins: sameLinks(method.pins ?? {}, pins) ? method.pins : pins }
}

function sameLinks(one: Pins, other: Pins): boolean {
  const flat = (pins: Pins) => Object.entries(pins).flatMap(([output, targets]) => Object.entries(targets).flatMap(([target, links]) => links.map((link) => JSON.stringify([output, target, link])))).sort().join()
  return flat(one) === flat(other)
}
