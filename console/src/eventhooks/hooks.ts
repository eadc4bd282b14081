import { queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'

export type EventHook = Schemas['EventHook']
export type DeliveryState = Schemas['DeliveryState']

/** The one state of a hook, in the words of its users. */
export type HookState = 'Unverified' | 'Active' | 'Inactive' | 'Paused'

export const hooksQuery = queryOptions({
  queryKey: ['hooks'],
  queryFn: () => ask(api.GET('/api/v1/eventHooks')),
  refetchInterval: 10_000,
})

export const deliveryStatesQuery = queryOptions({
  queryKey: ['deliveryStates'],
  queryFn: () => ask(api.GET('/api/hookline/v1/deliveryStates')),
  refetchInterval: 5_000,
})

export const hookQuery = (hookId: string) =>
  queryOptions({
    queryKey: ['hooks', hookId],
    queryFn: () => ask(api.GET('/api/v1/eventHooks/{eventHookId}', { params: { path: { eventHookId: hookId } } })),
  })

export const deliveryStateQuery = (hookId: string) =>
  queryOptions({
    queryKey: ['hooks', hookId, 'state'],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventHooks/{eventHookId}/delivery', { params: { path: { eventHookId: hookId } } })),
    refetchInterval: 5_000,
  })

/** Deactivated comes first: such a hook does nothing, whatever else is true of it. */
export function stateOf(hook: Pick<EventHook, 'status' | 'verificationStatus'>, delivery?: Pick<DeliveryState, 'paused'>): HookState {
  if (hook.status === 'INACTIVE') return 'Inactive'
  if (hook.verificationStatus === 'UNVERIFIED') return 'Unverified'
  return delivery?.paused ? 'Paused' : 'Active'
}

/** What can be done with a hook beside changing it. */
export type Act = 'verify' | 'activate' | 'deactivate' | 'pause' | 'resume'

/** What a state allows, the next step first. An inactive hook can be deleted, too. */
export function acts(word: HookState): Act[] {
  switch (word) {
    case 'Unverified':
      return ['verify', 'deactivate']
    case 'Active':
      return ['pause', 'deactivate']
    case 'Paused':
      return ['resume', 'deactivate']
    case 'Inactive':
      return ['activate']
  }
}

/** How far a hook is behind the log. */
export function lagOf(state: Pick<DeliveryState, 'lag'>): { events: string; seconds: number } | undefined {
  const { events, atLeast, seconds } = state.lag
  if (events === 0) return undefined
  return { events: `${atLeast ? 'more than ' : ''}${events.toLocaleString()} event${events === 1 && !atLeast ? '' : 's'}`, seconds }
}

/** Of the attempts of the last five minutes. */
export function successOf(state: Pick<DeliveryState, 'successRatio'>): string | undefined {
  const ratio = state.successRatio
  if (ratio === null || ratio === undefined) return undefined
  // 99.96 % is not all: only all is 100 %.
  const percent = ratio === 1 ? 100 : Math.min(99.9, Math.floor(ratio * 1000) / 10)
  return `${percent} %`
}

/** An address to look at: the client token in it is a secret that a screen need not show. */
export function withoutToken(uri: string): string {
  return uri.replace(/([?&]clientToken=)[^&#]+/, '$1***')
}
