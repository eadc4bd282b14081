import type { NavigateOptions } from '@tanstack/react-router'
import type { Schemas } from '../api/client'
import { pageOf, type Place } from './pages'

/** Where the palette can go. */
export interface Choice {
  key: string
  kind: 'Page' | 'Flow' | 'Event hook' | 'Execution' | 'Event type' | 'Source'
  label: string
  about?: string
  go: Pick<NavigateOptions, 'to' | 'params' | 'search'>
}

interface Known {
  hooks: Pick<Schemas['EventHook'], 'id' | 'name'>[]
  flows: Pick<Schemas['Flow'], 'id' | 'name' | 'folder'>[]
  executions: Pick<Schemas['Execution'], 'id' | 'flow' | 'status'>[]
  types: Pick<Schemas['EventType'], 'id' | 'title'>[]
  sources: Pick<Schemas['Source'], 'id' | 'name'>[]
}

/** What the typed words lead to: every word must be in the name or the id. */
export function choices(typed: string, known: Known, most: number, places: Place[]): Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = (...texts: string[]) => {
    const text = texts.join(' ').toLowerCase()
    return words.every((word) => text.includes(word))
  }
  const pages = places
    .filter((place) => fits(place.label, words.length > 0 ? (place.words ?? '') : ''))
    .map((place): Choice => ({ key: `page-${place.path}`, kind: 'Page', label: place.label, go: { to: pageOf(place.path) } }))
  const hooks = known.hooks
    .filter((hook) => fits(hook.name, hook.id))
    .map((hook): Choice => ({ key: hook.id, kind: 'Event hook', label: hook.name, go: { to: '/event-hooks/$hookId', params: { hookId: hook.id } } }))
  const flows = known.flows
    .filter((flow) => fits(flow.name, flow.id))
    .map((flow): Choice => ({ key: flow.id, kind: 'Flow', label: flow.name, about: flow.folder?.name, go: { to: '/flows/$flowId', params: { flowId: flow.id } } }))
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
  // An execution's id leads to it, however long ago it ran.
  const id = typed.trim().toLowerCase()
  if (executions.length === 0 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) {
    executions.push({ key: id, kind: 'Execution', label: id, go: { to: '/executions/$executionId', params: { executionId: id } } })
  }
  const types = known.types.map(
    (type): Choice => ({ key: type.id, kind: 'Event type', label: type.title, about: type.id, go: { to: '/system-log', search: { filter: `eventType eq "${type.id}"` } } }),
  )
  const sources = known.sources.filter((source) => fits(source.name, source.id)).map((source): Choice => ({ key: source.id, kind: 'Source', label: source.name, go: { to: '/sources' } }))
  // Before anything is typed the pages are all that there is to choose from.
  return [words.length > 0 ? pages.slice(0, most) : pages, ...[hooks, flows, executions, types, sources].map((kind) => kind.slice(0, most))].flat()
}
