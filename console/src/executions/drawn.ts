import { eachCard, type Lane } from '../flows/cards/lanes'
import type { Step } from './executions'

/** The steps of each card by its path: all attempts, the last one last. */
export type StepsByCard = Map<string, Step[]>

/** An execution on the cards of its version; nothing when a step has no card there. */
export function drawn(lane: Lane, steps: Step[]): StepsByCard | undefined {
  const paths = new Set<string>()
  eachCard(lane, (card) => paths.add(card.path))
  const found: StepsByCard = new Map()
  for (const step of steps) {
    if (!paths.has(step.path)) return undefined
    found.set(step.path, [...(found.get(step.path) ?? []), step])
  }
  return found
}

/** What stands for a value that was masked. */
const MASK = '***'

/** Whether something in a value was masked, or cut. */
export function masked(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(MASK)
  return typeof value === 'object' && value !== null && Object.values(value).some(masked)
}
