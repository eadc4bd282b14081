import type { Tone } from '../shown/Tone'
import type { Step } from './executions'

/** A step where it stands: its number among its like, and how deep it lies in other cards. */
export interface Placed {
  step: Step
  depth: number
  number: string
}

/** Steps in the order in which they ran, each with the depth of its place. */
export function nested(steps: Step[]): Placed[] {
  return steps.map((step) => {
    const depth = depthOf(step.path)
    return { step, depth, number: step.path }
  })
}

/** A path has a part for each card around it. */
function depthOf(path: string): number {
  return Math.max(0, path.split('/').filter(Boolean).length - 1)
}

const LABELS: Record<string, { label: string; tone: Tone }> = {
  SUCCESS: { label: 'Success', tone: 'good' },
  SUCCEEDED: { label: 'Success', tone: 'good' },
  FAILURE: { label: 'Error', tone: 'bad' },
  FAILED: { label: 'Error', tone: 'bad' },
  RUNNING: { label: 'In progress', tone: 'busy' },
  WAITING: { label: 'Waiting', tone: 'busy' },
}

export function stepTone(step: Pick<Step, 'status' | 'error'>): { label: string; tone: Tone } {
  const known = LABELS[step.status.toUpperCase()]
  if (known) return known
  const label = step.status.charAt(0).toUpperCase() + step.status.slice(1).toLowerCase().replaceAll('_', ' ')
  return { label, tone: step.error ? 'bad' : 'still' }
}
