import { Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Schemas } from '../api/client'
import { useMay } from '../session/session'
import { Chart, type Series } from '../shown/Chart'
import { ButtonLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { activityQuery } from './activity'
import { Attention } from './Attention'

type Hour = Schemas['Activity']['hours'][number]

interface Shown {
  part: Schemas['Activity']['withheld'][number]
  title: string
  series: Series[]
  values: (hour: Hour) => number[]
  to: '/system-log' | '/event-hooks' | '/executions'
  go: string
}

const CHARTS: Shown[] = [
  { part: 'events', title: 'Events', series: [{ label: 'Events', tone: 'busy' }], values: (hour) => [hour.events ?? 0], to: '/system-log', go: 'System Log' },
  {
    part: 'deliveries',
    title: 'Deliveries',
    series: [
      { label: 'Accepted', tone: 'good' },
      { label: 'Failed attempts', tone: 'bad' },
    ],
    values: (hour) => [hour.deliveries ?? 0, hour.failedAttempts ?? 0],
    to: '/event-hooks',
    go: 'Event Hooks',
  },
  {
    part: 'executions',
    title: 'Executions',
    series: [
      { label: 'Ended well', tone: 'good' },
      { label: 'Failed', tone: 'bad' },
    ],
    values: (hour) => [(hour.executions ?? 0) - (hour.failedExecutions ?? 0), hour.failedExecutions ?? 0],
    to: '/executions',
    go: 'Execution History',
  },
]

/** What needs somebody first, then what happened in the last day. */
export function HomePage() {
  const activity = useQuery(activityQuery(24))
  const withheld = activity.data?.withheld ?? []
  return (
    <Page title="Home">
      <Stack gap="sm" component="section" aria-label="Needs attention">
        <Title order={2} size="h4">
          Needs attention
        </Title>
        <Attention calm="Nothing needs you. What breaks is listed here first." />
      </Stack>
      <Stack gap="sm" component="section" aria-label="The last 24 hours">
        <Title order={2} size="h4">
          The last 24 hours
        </Title>
        {activity.isPending && <Loading what="what happened" rows={3} />}
        {activity.isError && <Failed error={activity.error} retry={() => void activity.refetch()} />}
        {activity.data && (
          <div className="charts">
            {CHARTS.filter(({ part }) => !withheld.includes(part)).map((chart) => (
              <Paper key={chart.part} withBorder p="md">
                <Chart title={chart.title} series={chart.series} bars={activity.data.hours.map((hour) => ({ at: hour.at, values: chart.values(hour) }))} />
                <ButtonLink to={chart.to} size="compact-sm" variant="default" mt="sm">
                  {chart.go}
                </ButtonLink>
              </Paper>
            ))}
          </div>
        )}
        {withheld.length > 0 && (
          <Text size="sm" c="dimmed">
            Your permissions leave out {withheld.join(' and ')}.
          </Text>
        )}
      </Stack>
      <First empty={activity.data?.hours.every((hour) => !hour.deliveries && !hour.executions) ?? false} />
    </Page>
  )
}

/** How one begins, as long as nothing has been delivered or run lately. */
function First({ empty }: { empty: boolean }) {
  const mayManageHooks = useMay('manage_hooks')
  const mayConnect = useMay('manage_connections')
  if (!empty || !(mayManageHooks || mayConnect)) return null
  return (
    <Stack gap="sm" component="section" aria-label="Where to begin">
      <Title order={2} size="h4">
        Where to begin
      </Title>
      <Text size="sm" c="dimmed">
        Let events in, pick those that matter, and have them delivered to a flow or to a receiver of yours.
      </Text>
      <div className="charts">
        {mayConnect && (
          <ButtonLink to="/sources" variant="default">
            Let events in
          </ButtonLink>
        )}
        <ButtonLink to="/flows" variant="default">
          Look at the flows
        </ButtonLink>
        {mayManageHooks && (
          <ButtonLink to="/event-hooks/new" variant="default">
            Create Event Hook
          </ButtonLink>
        )}
      </div>
    </Stack>
  )
}
