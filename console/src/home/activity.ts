import { queryOptions } from '@tanstack/react-query'
import { api, ask } from '../api/client'

/** What happened by the hour; counted by the server every few seconds. */
export const activityQuery = (hours: number) =>
  queryOptions({
    queryKey: ['activity', hours],
    queryFn: () => ask(api.GET('/api/hookline/v1/activity', { params: { query: { hours } } })),
    refetchInterval: 30_000,
  })

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => ask(api.GET('/api/hookline/v1/status')),
  refetchInterval: 10_000,
})

export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  queryFn: () => ask(api.GET('/api/hookline/v1/retention')),
  refetchInterval: 60_000,
})

export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: () => ask(api.GET('/api/hookline/v1/sources', { params: { query: { limit: 200 } } })),
  refetchInterval: 30_000,
})

export const alertRulesQuery = queryOptions({
  queryKey: ['alertRules'],
  queryFn: () => ask(api.GET('/api/hookline/v1/alertRules', { params: { query: { limit: 200 } } })),
  refetchInterval: 30_000,
})
