import type { Step } from '../../executions/executions'
import { eachCard, structureOf, type CardAt, type Document } from '../document'
import { keyOf, type CardValues } from '../page/builder'

const STATES: Record<string, CardValues['state']> = { SUCCESS: 'done', STOPPED: 'done', FAILURE: 'failed', WITHHELD: 'withheld', RUNNING: 'running', WAITING: 'running' }

/** What each card of the document that ran took and gave, by {@link keyOf}: a card keeps its values while others are changed. */
export function valuesOf(document: Document, steps: readonly Step[], ended: boolean): Map<string, CardValues> {
  const last = new Map(steps.map((step) => [step.path, step]))
  const found = new Map<string, CardValues>()
  eachCard(structureOf(document), (node) => {
    const step = last.get(node.path)
    if (!step) {
      if (ended) found.set(keyOf(node.at), { state: 'idle' })
      return
    }
    const join = node.join && last.get(node.join.path)
    found.set(keyOf(node.at), {
      inputs: members(step.inputs),
      outputs: members(join ? join.outputs : step.outputs),
      state: STATES[step.status] ?? 'done',
      error: step.error ? (step.error as unknown as Record<string, unknown>) : undefined,
      durationMs: step.millis,
    })
  })
  return found
}

/** The card that stands at a place of the document that ran. */
export function cardAt(document: Document, path: string): CardAt | undefined {
  let found: CardAt | undefined
  eachCard(structureOf(document), (node) => {
    if (node.path === path || node.join?.path === path) found ??= node.at
  })
  return found
}

function members(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

/** What a card was given, in a line: the texts and numbers in it, by their names. */
export function inShort(inputs: unknown, most = 160): string {
  const parts: string[] = []
  const add = (name: string, value: unknown) => {
    if (value === null || value === undefined || value === '') return
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) add(key, inner)
      return
    }
    parts.push(`${name}: ${Array.isArray(value) ? value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(', ') : String(value)}`)
  }
  for (const [key, value] of Object.entries(members(inputs) ?? {})) add(key, value)
  const text = parts.join(' · ')
  return text.length > most ? text.slice(0, most - 1) + '…' : text
}
