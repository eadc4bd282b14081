import type { NavigateOptions } from '@tanstack/react-router'
import type { Schemas } from '../api/client'

/** Where the palette can go. */
export interface Choice {
  key: string
  kind: 'Page' | 'Flow' | 'Event hook' | 'Execution' | 'Event type'
  label: string
  about?: string
  go: Pick<NavigateOptions, 'to' | 'params' | 'search'>
}

interface Known {
  hooks: Pick<Schemas['EventHook'], 'id' | 'name'>[]
  flows: Pick<Schemas['Flow'], 'id' | 'name' | 'folder'>[]
  executions: Pick<Schemas['Execution'], 'id' | 'flow' | 'status'>[]
  types: Pick<Schemas['EventType'], 'id' | 'title'>[]
}

const PAGES: Choice[] = [
  { key: 'page-hooks', kind: 'Page', label: 'Event Hooks', go: { to: '/event-hooks' } },
  { key: 'page-new-hook', kind: 'Page', label: 'Create Event Hook', go: { to: '/event-hooks/new' } },
  { key: 'page-flows', kind: 'Page', label: 'Workflows Console', go: { to: '/flows' } },
  { key: 'page-executions', kind: 'Page', label: 'Execution History', go: { to: '/executions' } },
  { key: 'page-log', kind: 'Page', label: 'System Log', go: { to: '/system-log' } },
]

/** What the typed words lead to: every word must be in the name or the id. */
export function choices(typed: string, known: Known, most: number): Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (...texts: string[]) => {
    const text = texts.join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const pages = PAGES.filter((page) => fits(page.label))
  const hooks = known.hooks
    .filter((hook) => fits(hook.name, hook.id))
    .map((hook): Choice => ({ key: hook.id, kind: 'Event hook', label: hook.name, go: { to: '/event-hooks/$hookId', params: { hookId: hook.id } } }))
  const flows = known.flows
    .filter((flow) => fits(flow.name, flow.id))
    .map((flow): Choice => ({ key: flow.id, kind: 'Flow', label: flow.name, about: flow.folder?.name, go: { to: '/executions', search: { flow: flow.id } } }))
  const executions = known.executions
    .filter((execution) => fits(execution.flow.name, execution.id, execution.status))
    .map(
      (execution): Choice => ({
        key: execution.id,
        kind: 'Execution',
        label: execution.flow.name,
        about: `${execution.status.toLowerCase()}, ${execution.id}`,
        go: { to: '/executions/$executionId', params: { executionId: execution.id } },
      }),
    )
  const types = known.types.map(
    (type): Choice => ({ key: type.id, kind: 'Event type', label: type.title, about: type.id, go: { to: '/system-log', search: { filter: `eventType eq "${type.id}"` } } }),
  )
  return [pages, hooks, flows, executions, types].flatMap((kind) => kind.slice(0, most))
}
