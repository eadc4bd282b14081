import { Paper, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, ask } from '../api/client'
import { Chart } from '../shown/Chart'
import { Failed, Loading } from '../shown/states'
import { span } from '../time/zone'

/** How the deliveries of a hook went in the last day, hour by hour. */
export function HookCharts({ hookId }: { hookId: string }) {
  const activity = useQuery({
    queryKey: ['hooks', hookId, 'activity'],
    queryFn: () => ask(api.GET('/api/hookline/v1/eventHooks/{eventHookId}/activity', { params: { path: { eventHookId: hookId }, query: { hours: 24 } } })),
    refetchInterval: 30_000,
  })
  if (activity.isPending) return <Loading what="the last hours" rows={2} />
  if (activity.isError) return <Failed error={activity.error} retry={() => void activity.refetch()} />
  const hours = activity.data
  return (
    <Stack gap="sm" component="section" aria-label="The last 24 hours">
      <Title order={2} size="h4">
        The last 24 hours
      </Title>
      <div className="charts">
        <Paper withBorder p="md">
          <Chart title="Deliveries" series={[{ label: 'Accepted', tone: 'good' }]} bars={hours.map((hour) => ({ at: hour.at, values: [hour.deliveries] }))} />
        </Paper>
        <Paper withBorder p="md">
          <Chart
            title="Failures"
            series={[
              { label: 'Failed attempts', tone: 'attention' },
              { label: 'Set aside', tone: 'bad' },
            ]}
            bars={hours.map((hour) => ({ at: hour.at, values: [hour.failedAttempts, hour.setAside] }))}
          />
        </Paper>
        <Paper withBorder p="md">
          <Chart title="Time to answer" series={[{ label: 'On average', tone: 'busy' }]} bars={hours.map((hour) => ({ at: hour.at, values: [hour.meanMillis] }))} written={span} mean />
        </Paper>
      </div>
    </Stack>
  )
}
