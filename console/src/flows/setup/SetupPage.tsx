import { Alert, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask, askPart, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { PageLink } from '../../shown/links'
import { Page } from '../../shown/Page'
import { Failed, Loading, Nothing } from '../../shown/states'
import { State } from '../../shown/Tone'
import { connectionsQuery, EFFECTS, effectsQuery, flowQuery, foldersQuery, STARTS, type Flow } from '../flows'
import { FlowSwitch } from '../FlowSwitch'
import { ConnectionRow } from './ConnectionRow'
import { ValueRow } from './ValueRow'
import { keep, kept } from './kept'

const route = getRouteApi('/flows/setup')

export type Connection = Schemas['Connection']
type Place = Schemas['FindingPlace']

/** What flows of a folder, or one flow, need before they can work here; each row is set in place. */
export function SetupPage() {
  const { folder, flow } = route.useSearch()
  const folders = useQuery({ ...foldersQuery, enabled: Boolean(folder) })
  const many = useQuery({
    queryKey: ['flows', 'setup', folder],
    queryFn: async () => (await askPart(api.GET('/api/hookline/v1/flows', { params: { query: { folder, within: true, limit: 200 } } }))).items,
    enabled: Boolean(folder),
  })
  const one = useQuery({ ...flowQuery(flow ?? ''), enabled: Boolean(flow) && !folder })
  const flows = folder ? many.data : one.data ? [one.data as Flow] : undefined
  const error = many.error ?? one.error
  const named = folders.data?.find((candidate) => candidate.id === folder)?.name ?? one.data?.name
  return (
    <Page
      title="Before you turn this on"
      about={
        folder ? (
          <PageLink to="/flows" search={{ folder }} dir="auto" className="wrapped">
            {named ?? 'The folder'}
          </PageLink>
        ) : (
          flow && (
            <PageLink to="/flows/$flowId" params={{ flowId: flow }} dir="auto" className="wrapped">
              {named ?? 'The flow'}
            </PageLink>
          )
        )
      }
    >
      {!folder && !flow && <Nothing title="No folder was chosen">Open a folder of the Workflows Console.</Nothing>}
      {(folder || flow) && !flows && !error && <Loading what="what must be set" rows={6} />}
      {error && <Failed error={error} retry={() => void (folder ? many.refetch() : one.refetch())} />}
      {flows && flows.length === 0 && <Nothing title="No flows here">There is nothing to turn on in this folder.</Nothing>}
      {flows && flows.length > 0 && <Setup flows={flows} />}
    </Page>
  )
}

/** The parts of the page, one after the other, until nothing is left. */
export function Setup({ flows }: { flows: Flow[] }) {
  const mayReadConnections = useMay('read_flows')
  const connections = useQuery({ ...connectionsQuery, enabled: mayReadConnections })
  const effects = useQueries({ queries: flows.map((flow) => effectsQuery(flow.id)) })
  const values = useQueries({
    queries: flows.map((flow) => ({
      queryKey: ['flows', 'authorValues', flow.id, flow.version],
      queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}/authorValues', { params: { path: { id: flow.id } } })),
    })),
  })
  const [, look] = useState(0)
  const failed = effects.find((one) => one.error)?.error ?? values.find((one) => one.error)?.error ?? connections.error
  const acts = effects.flatMap((one) => one.data ?? [])
  const used = new Map(acts.flatMap((act) => (act.connection ? [[act.connection.id, act] as const] : [])))
  const open = (connections.data ?? []).filter((one) => used.has(one.id) && !one.filled && !one.linkedTo)
  const set = (connections.data ?? []).filter((one) => used.has(one.id) && (one.filled || one.linkedTo))
  const places = values.flatMap((one) => one.data ?? []).flatMap((finding) => finding.places)
  const left = places.filter((place) => !kept(place))
  // A connection is one row for all of its cards.
  const others = unique(flows.flatMap((flow) => flow.problems).flatMap((finding) => finding.places)).filter(
    (place) => place.field !== 'connection' && !(place.field === 'security_level' && place.value === 'open') && !left.some((one) => one.flowId === place.flowId && one.card === place.card && one.field === place.field),
  )
  const loading = connections.isPending || effects.some((one) => one.isPending) || values.some((one) => one.isPending)
  const worst = (['DESTRUCTIVE', 'CHANGE', 'UNKNOWN', 'NOTIFY'] as const).map((effect) => ({ effect, acts: acts.filter((act) => act.effect === effect) })).filter((one) => one.acts.length > 0)
  const count = open.length + left.length
  return (
    <Stack gap="xl">
      {failed && <Failed error={failed} />}
      {loading ? (
        <Loading what="what must be set" rows={4} />
      ) : (
        <Alert color={count === 0 ? 'green' : 'blue'} variant="light" role="status" title={count === 0 ? 'Nothing is left to set' : count === 1 ? 'One thing is left to set' : `${count} things are left to set`}>
          <Text size="sm">{count === 0 ? 'Look at what the flows can do, then switch them on.' : 'The flows can be switched on before; what is missing makes their cards fail.'}</Text>
        </Alert>
      )}
      {open.length + set.length > 0 && (
        <Part title="Connections">
          {open.map((connection) => (
            <ConnectionRow key={connection.id} connection={connection} others={(connections.data ?? []).filter((one) => one.connector === connection.connector && one.filled && one.id !== connection.id)} />
          ))}
          {set.map((connection) => (
            <Group key={connection.id} gap="xs">
              <State tone="good">Set up</State>
              <Text size="sm" className="wrapped">
                <span dir="auto">{connection.name}</span> ({connection.connector}){connection.linkedTo && <>, stands for {connection.linkedTo.name}</>}
              </Text>
            </Group>
          ))}
        </Part>
      )}
      {places.length > 0 && (
        <Part title="Channels, ids and values of the author">
          {left.length === 0 && <Text size="sm">All of them were looked at.</Text>}
          {left.map((place) => (
            <ValueRow
              key={`${place.flowId} ${place.card} ${place.field}`}
              place={place}
              flow={flows.find((flow) => flow.id === place.flowId)}
              leave={() => {
                keep(place)
                look((times) => times + 1)
              }}
            />
          ))}
        </Part>
      )}
      {others.length > 0 && (
        <Part title="To know">
          <ul className="plain">
            {others.map((place, index) => (
              <li key={index}>
                <Text size="sm" className="wrapped">
                  <PageLink to="/flows/$flowId" params={{ flowId: place.flowId }} dir="auto">
                    {place.cardTitle ? `${place.flowName}, ${place.cardTitle}` : place.flowName}
                  </PageLink>
                  : {place.message}
                </Text>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="What the flows can do">
        {worst.length === 0 && !loading && <Text size="sm">They only compute and read.</Text>}
        {worst.map(({ effect, acts: of }) => (
          <div key={effect}>
            <Group gap="xs">
              <State tone={EFFECTS[effect].tone}>{EFFECTS[effect].label}</State>
              <Text size="sm">{EFFECTS[effect].about}</Text>
            </Group>
            <Text size="sm" c="dimmed" className="wrapped" mt={4}>
              {[...new Set(of.map((act) => `${act.title}${act.connection?.name ? ` with ${act.connection.name}` : ''}${act.needsApproval ? ', after an approval' : ''}`))].join('; ')}
            </Text>
          </div>
        ))}
      </Part>
      <Part title="Turn on">
        {flows.map((flow) => (
          <Group key={flow.id} justify="space-between" gap="sm" wrap="wrap">
            <div>
              <PageLink to="/flows/$flowId" params={{ flowId: flow.id }} className="wrapped" dir="auto">
                {flow.name}
              </PageLink>
              <Text size="xs" c="dimmed">
                {STARTS[flow.type]}
              </Text>
            </div>
            <FlowSwitch flow={flow} size="sm" />
          </Group>
        ))}
      </Part>
    </Stack>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Stack gap="md">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  )
}

function unique(places: Place[]): Place[] {
  return [...new Map(places.map((place) => [`${place.flowId} ${place.card} ${place.field} ${place.message}`, place])).values()]
}
