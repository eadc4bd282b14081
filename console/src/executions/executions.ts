import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { Tone } from '../shown/Tone'

export type Execution = Schemas['Execution']
export type WholeExecution = Schemas['WholeExecution']
export type Step = Schemas['Step']
export type Status = Schemas['ExecutionStatus']

/** In the words of the original's users. */
export const STATUSES: Record<Status, { label: string; tone: Tone }> = {
  QUEUED: { label: 'Queued', tone: 'busy' },
  RUNNING: { label: 'In progress', tone: 'busy' },
  WAITING: { label: 'Waiting', tone: 'busy' },
  SUCCESS: { label: 'Success', tone: 'good' },
  FAILURE: { label: 'Error', tone: 'bad' },
  CANCELLING: { label: 'Canceling', tone: 'attention' },
  CANCELLED: { label: 'Canceled', tone: 'still' },
}

export const TRIGGERS: Record<Execution['trigger'], string> = {
  endpoint: 'API Endpoint',
  hook: 'Event hook',
  preview: 'Preview',
  schedule: 'Schedule',
  schedule_missed: 'Missed schedule',
  event: 'Event of the log',
  run: 'Run by hand',
  rerun: 'Run again',
  helper: 'Called by a flow',
}

/** Whether it may still change. */
export function isOpen(execution: Pick<Execution, 'status'>): boolean {
  return !['SUCCESS', 'FAILURE', 'CANCELLED'].includes(execution.status)
}

/** How long it ran, in milliseconds; until now while it does. */
export function duration(execution: Pick<Execution, 'startedAt' | 'endedAt'>, now = Date.now()): number | undefined {
  if (!execution.startedAt) return undefined
  return (execution.endedAt ? Date.parse(execution.endedAt) : now) - Date.parse(execution.startedAt)
}

export const executionQuery = (executionId: string) =>
  queryOptions({
    queryKey: ['executions', executionId],
    queryFn: () => ask(api.GET('/api/hookline/v1/executions/{executionId}', { params: { path: { executionId } } })),
    // Live while it runs, at rest when it has ended.
    refetchInterval: (query) => (query.state.data && !isOpen(query.state.data) ? false : 1_500),
  })
