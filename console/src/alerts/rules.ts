import type { Schemas } from '../api/client'

export type AlertRule = Schemas['AlertRule']
export type Destination = Schemas['AlertDestination']

/** What alerts are for, in words. */
export const PROBLEMS: { type: string; label: string }[] = [
  { type: 'hookline.execution.failed', label: 'A flow failed' },
  { type: 'hookline.execution.timed_out', label: 'A flow did not answer its caller in time' },
  { type: 'hookline.execution.stuck', label: 'A flow runs for too long' },
  { type: 'hookline.execution.chain_ended', label: 'Flows that start each other came to a limit' },
  { type: 'hookline.event_hook.cannot_deliver', label: 'A hook cannot deliver' },
  { type: 'hookline.event_hook.held', label: 'A receiver takes nothing' },
  { type: 'hookline.event_hook.set_aside', label: 'A delivery failed and was set aside' },
  { type: 'hookline.event_hook.events_lost', label: 'Events were lost to the disk limit' },
  { type: 'hookline.event_hook.filter_error', label: 'A filter could not be evaluated' },
  { type: 'hookline.source.silent', label: 'A source is silent' },
  { type: 'hookline.connection.refused', label: 'A connection was refused' },
  { type: 'hookline.approval.requested', label: 'Somebody is asked to approve' },
  { type: 'hookline.approval.expired', label: 'Nobody decided in time' },
  { type: 'hookline.guard.limit_reached', label: 'A flow destroyed as much as it may' },
  { type: 'hookline.guard.own_effects', label: 'A flow reacted to itself' },
  { type: 'hookline.guard.protected', label: 'A card was kept from somebody protected' },
  { type: 'hookline.disk.low', label: 'The disk is nearly full' },
  { type: 'hookline.retention.stopped', label: 'The clock jumped, nothing is deleted' },
]

const LABELS = new Map(PROBLEMS.map(({ type, label }) => [type, label]))

export const problemOf = (type: string): string => LABELS.get(type) ?? type

/** What finds all of them in the log. */
export const HISTORY = PROBLEMS.map(({ type }) => `eventType eq "${type}"`).join(' or ')

/** Where a rule sends to, in a line without secrets. */
export function whereTo(destination: Destination): string {
  switch (destination.type) {
    case 'slack':
      return destination.channel ? `Slack, ${destination.channel}` : 'Slack, by a webhook'
    case 'mail':
      return `Mail to ${(destination.to ?? []).join(', ')}`
    case 'webhook':
      return `${destination.url ?? 'A webhook'}${destination.signed ? ', signed' : ''}`
  }
}

/** What the form asks for, as it is typed. */
export interface RuleDraft {
  name: string
  enabled: boolean
  types: string[]
  digestMinutes: number | string
  kind: 'slack-webhook' | 'slack' | 'mail' | 'webhook'
  connection: string
  channel: string
  webhookUrl: string
  from: string
  to: string
  url: string
  secret: string
}

export const EMPTY_RULE: RuleDraft = { name: '', enabled: true, types: [], digestMinutes: 60, kind: 'slack-webhook', connection: '', channel: '', webhookUrl: '', from: '', to: '', url: '', secret: '' }

export function draftOfRule(rule: AlertRule): RuleDraft {
  const { destination } = rule
  return {
    ...EMPTY_RULE,
    name: rule.name,
    enabled: rule.enabled,
    types: rule.types,
    digestMinutes: rule.digestMinutes,
    kind: destination.type === 'slack' && !destination.connection ? 'slack-webhook' : destination.type,
    connection: destination.connection?.id ?? '',
    channel: destination.channel ?? '',
    webhookUrl: destination.webhookUrl ?? '',
    from: destination.from ?? '',
    to: (destination.to ?? []).join(', '),
    url: destination.url ?? '',
  }
}

/** The rule that is sent; a secret that was not typed anew stays as it is. */
export function ruleOf(draft: RuleDraft): Schemas['NewAlertRule'] {
  return { name: draft.name.trim(), enabled: draft.enabled, types: draft.types, digestMinutes: Number(draft.digestMinutes), destination: destinationOf(draft) }
}

function destinationOf(draft: RuleDraft): Destination {
  switch (draft.kind) {
    case 'slack-webhook':
      return { type: 'slack', webhookUrl: draft.webhookUrl.trim() }
    case 'slack':
      return { type: 'slack', connection: { id: draft.connection }, channel: draft.channel.trim() }
    case 'mail':
      return { type: 'mail', connection: { id: draft.connection }, from: draft.from.trim(), to: draft.to.split(/[,\s]+/).filter(Boolean) }
    case 'webhook':
      return { type: 'webhook', url: draft.url.trim(), ...(draft.secret ? { secret: draft.secret } : {}) }
  }
}
