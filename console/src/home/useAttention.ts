import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { deliveryStatesQuery, hooksQuery } from '../eventhooks/hooks'
import { useMay } from '../session/session'
import { haltQuery } from '../shell/HaltBanner'
import { activityQuery, alertRulesQuery, retentionQuery, sourcesQuery, statusQuery } from './activity'
import { attention, type Item } from './attention'

/** What needs somebody now, of what the person may see. */
export function useAttention(): { items: Item[]; isPending: boolean; errors: Error[]; again: () => void } {
  const mayReadHooks = useMay('read_hooks')
  const mayReadLog = useMay('read_log')
  const mayReadFlows = useMay('read_flows')
  const mayConnect = useMay('manage_connections')
  const mayApprove = useMay('approve')
  const hooks = useQuery({ ...hooksQuery, enabled: mayReadHooks })
  const states = useQuery({ ...deliveryStatesQuery, enabled: mayReadHooks })
  const activity = useQuery(activityQuery(24))
  const status = useQuery({ ...statusQuery, enabled: mayReadHooks })
  const retention = useQuery({ ...retentionQuery, enabled: mayReadLog })
  const sources = useQuery({ ...sourcesQuery, enabled: mayConnect })
  const rules = useQuery({ ...alertRulesQuery, enabled: mayConnect })
  const halt = useQuery({ ...haltQuery, enabled: mayReadFlows })
  const connections = useQuery({
    queryKey: ['connections', 'attention'],
    queryFn: () => ask(api.GET('/api/hookline/v1/connections', { params: { query: { limit: 200 } } })),
    enabled: mayReadFlows,
    refetchInterval: 60_000,
  })
  const approvals = useQuery({
    queryKey: ['approvals', 'pending'],
    queryFn: () => ask(api.GET('/api/hookline/v1/approvals', { params: { query: { limit: 20 } } })),
    enabled: mayApprove,
    refetchInterval: 15_000,
  })
  const all = [hooks, states, activity, status, retention, sources, rules, halt, connections, approvals]
  return {
    items: attention({
      hooks: hooks.data,
      states: states.data,
      failing: activity.data?.failingFlows,
      sources: sources.data,
      connections: connections.data,
      status: status.data,
      retention: retention.data,
      halt: halt.data,
      approvals: approvals.data,
      rules: rules.data,
    }),
    isPending: all.some((query) => query.isLoading),
    errors: all.flatMap((query) => (query.error ? [query.error] : [])),
    again: () => all.forEach((query) => query.isError && void query.refetch()),
  }
}
