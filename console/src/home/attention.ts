import type { NavigateOptions } from '@tanstack/react-router'
import type { Schemas } from '../api/client'
import { pageOf } from '../shell/pages'
import type { Tone } from '../shown/Tone'

/** Something that somebody should look at, and where it is mended. */
export interface Item {
  key: string
  tone: Extract<Tone, 'bad' | 'attention' | 'busy'>
  what: string
  why?: string
  go: Pick<NavigateOptions, 'to' | 'params' | 'search'>
  label: string
}

/** What is known; what the person may not see, or what has not come yet, is left out. */
export interface Facts {
  hooks?: Pick<Schemas['EventHook'], 'id' | 'name' | 'status' | 'health'>[]
  states?: Pick<Schemas['DeliveryState'], 'eventHookId' | 'filterErrors' | 'lastFilterError' | 'lost'>[]
  failing?: Schemas['Activity']['failingFlows']
  sources?: Pick<Schemas['Source'], 'id' | 'name' | 'enabled' | 'silentAfterMinutes' | 'lastReceived' | 'updated'>[]
  connections?: Pick<Schemas['Connection'], 'id' | 'name' | 'filled' | 'linkedTo' | 'health' | 'authorization'>[]
  status?: Pick<Schemas['Status'], 'disk' | 'executions'>
  retention?: Pick<Schemas['Retention'], 'clockDoubtedSince'>
  halt?: Pick<Schemas['Halt'], 'halted' | 'lift'>
  approvals?: Pick<Schemas['Approval'], 'id' | 'title' | 'flow' | 'execution'>[]
  rules?: Pick<Schemas['AlertRule'], 'id' | 'name' | 'enabled' | 'lastError'>[]
}

const BROKEN = ['cannot deliver', 'receiver down']
const UNWELL = ['retrying', 'unverified']
const TONES = ['bad', 'attention', 'busy']

/** Since when a source is silent for longer than it may be. */
export function silentSince(source: Pick<Schemas['Source'], 'enabled' | 'silentAfterMinutes' | 'lastReceived' | 'updated'>, now = Date.now()): string | undefined {
  if (!source.enabled || !source.silentAfterMinutes) return undefined
  // As the server counts it: a source that was just changed has its time again.
  const heard = source.lastReceived ?? source.updated
  const latest = Math.max(Date.parse(heard), Date.parse(source.updated))
  return now - latest > source.silentAfterMinutes * 60_000 ? heard : undefined
}

/** What needs somebody, the worst first. */
export function attention(facts: Facts, now = Date.now()): Item[] {
  const items: Item[] = []
  if (facts.halt?.halted) {
    items.push({ key: 'halt', tone: 'bad', what: 'Everything is halted', why: 'No execution starts and nothing is changed.', go: { to: '/status' }, label: 'Status' })
  }
  if (facts.status?.disk.low || facts.status?.disk.full) {
    items.push({
      key: 'disk',
      tone: 'bad',
      what: facts.status.disk.full ? 'The disk is full' : 'The disk is nearly full',
      why: facts.status.disk.full ? 'Nothing new is accepted, and what was accepted waits.' : 'Nothing new is accepted until there is room.',
      go: { to: '/status' },
      label: 'Status',
    })
  } else if (facts.status && facts.status.disk.freeShare < 0.1) {
    items.push({ key: 'disk', tone: 'attention', what: 'Little of the disk is free', why: `${Math.round(facts.status.disk.freeShare * 100)} % of it.`, go: { to: '/status' }, label: 'Status' })
  }
  if (facts.retention?.clockDoubtedSince) {
    items.push({ key: 'clock', tone: 'attention', what: 'The clock jumped', why: 'Nothing old is deleted until somebody confirms the clock.', go: { to: '/status' }, label: 'Status' })
  }
  for (const hook of facts.hooks ?? []) {
    const go = { to: '/event-hooks/$hookId', params: { hookId: hook.id } } as const
    if (BROKEN.includes(hook.health.status) || UNWELL.includes(hook.health.status)) {
      items.push({ key: hook.id, tone: BROKEN.includes(hook.health.status) ? 'bad' : 'attention', what: hook.name, why: hook.health.reason ?? undefined, go, label: 'Event hook' })
    }
    const state = facts.states?.find((one) => one.eventHookId === hook.id)
    if (state?.lost) items.push({ key: `${hook.id}-lost`, tone: 'bad', what: hook.name, why: `The disk limit took ${state.lost.count.toLocaleString()} events before it had them.`, go, label: 'Event hook' })
    if (state?.lastFilterError) items.push({ key: `${hook.id}-filter`, tone: 'attention', what: hook.name, why: `Its filter could not be evaluated: ${state.lastFilterError}`, go, label: 'Event hook' })
  }
  for (const flow of facts.failing ?? []) {
    items.push({
      key: flow.id,
      tone: flow.failed === flow.executions ? 'bad' : 'attention',
      what: flow.name,
      why: `${flow.failed.toLocaleString()} of ${flow.executions.toLocaleString()} executions failed in the last 24 hours.`,
      go: { to: '/executions', search: { flow: flow.id, status: 'FAILURE' } },
      label: 'Flow',
    })
  }
  for (const source of facts.sources ?? []) {
    if (silentSince(source, now)) {
      items.push({ key: source.id, tone: 'attention', what: source.name, why: source.lastReceived ? 'It has sent nothing for longer than it may be silent.' : 'It has never sent anything.', go: { to: '/sources' }, label: 'Source' })
    }
  }
  for (const connection of facts.connections ?? []) {
    const go = { to: pageOf('/connections') }
    if (connection.authorization?.status === 'needed' && (connection.filled || connection.authorization.reason)) {
      items.push({ key: connection.id, tone: 'bad', what: connection.name, why: connection.authorization.reason ?? 'Somebody must authorise it before cards can use it.', go, label: 'Connection' })
    } else if (connection.health.status === 'failing') {
      items.push({ key: connection.id, tone: 'bad', what: connection.name, why: connection.health.reason ?? 'Its last calls failed.', go, label: 'Connection' })
    } else if (connection.authorization?.status === 'authorized' && !connection.authorization.refreshes) {
      items.push({ key: connection.id, tone: 'attention', what: connection.name, why: 'Its leave is not refreshed: when the token expires, somebody must authorise it again.', go, label: 'Connection' })
    }
  }
  for (const rule of facts.rules ?? []) {
    if (rule.enabled && rule.lastError) items.push({ key: rule.id, tone: 'attention', what: rule.name, why: `Alerts cannot be sent: ${rule.lastError}`, go: { to: '/alerts' }, label: 'Alert rule' })
  }
  for (const approval of facts.approvals ?? []) {
    items.push({
      key: approval.id,
      tone: 'busy',
      what: approval.title ?? 'Something waits for approval',
      why: `${approval.flow.name} waits for somebody to decide.`,
      go: { to: '/executions/$executionId', params: { executionId: approval.execution } },
      label: 'Approval',
    })
  }
  return items.sort((one, other) => TONES.indexOf(one.tone) - TONES.indexOf(other.tone))
}
