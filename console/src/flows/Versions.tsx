import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Failed, Loading } from '../shown/states'
import { Time } from '../time/Time'
import { Changed } from './CardChanges'
import { byCard } from './changes'
import { refreshFlows, type Flow } from './flows'

/** All versions, what one has other than another, and how to go back. */
export function Versions({ flow }: { flow: Flow }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const versions = useQuery({ queryKey: ['flows', 'versions', flow.id, flow.version], queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}/versions', { params: { path: { id: flow.id } } })) })
  const [chosen, setChosen] = useState<number>()
  const [since, setSince] = useState<number>()
  const version = chosen ?? flow.version
  const from = since ?? Math.max(1, version - 1)
  const changes = useQuery({
    queryKey: ['flows', 'changes', flow.id, from, version],
    queryFn: () => ask(api.GET('/api/hookline/v1/flows/{id}/versions/{version}/changes', { params: { path: { id: flow.id, version }, query: { since: from } } })),
    enabled: from !== version,
  })
  const restore = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/flows/{id}/versions/{version}/restore', { params: { path: { id: flow.id, version } } })),
    onSuccess: () => {
      setChosen(undefined)
      setSince(undefined)
      refreshFlows(queries)
    },
  })
  if (versions.isPending) return <Loading what="the versions" />
  if (versions.isError) return <Failed error={versions.error} retry={() => void versions.refetch()} />
  const options = versions.data.map((one) => ({ value: String(one.version), label: `Version ${one.version}${one.version === flow.version ? ', now' : ''}` }))
  const shown = versions.data.find((one) => one.version === version)
  const cards = changes.data ? byCard(changes.data.changes) : []
  return (
    <Stack>
      <Group align="flex-end" gap="sm">
        <NativeSelect label="Version" value={String(version)} data={options} onChange={(event) => setChosen(Number(event.currentTarget.value))} />
        <NativeSelect label="Compared with" value={String(from)} data={options} onChange={(event) => setSince(Number(event.currentTarget.value))} />
        {mayManage && version !== flow.version && (
          <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate()}>
            Restore version {version}
          </Button>
        )}
      </Group>
      {shown && (
        <Text size="sm" c="dimmed">
          Saved <Time at={shown.savedAt} /> by {shown.savedBy}
        </Text>
      )}
      {restore.error && <Failed error={restore.error} />}
      {restore.isSuccess && (
        <Alert color="green" variant="light" role="status">
          The cards of that version are a new version now. The flow's name, folder and switch stayed.
        </Alert>
      )}
      {from === version ? (
        <Text>{versions.data.length === 1 ? 'There is one version. Each save makes another one.' : 'Choose another version to compare it with.'}</Text>
      ) : changes.isPending ? (
        <Loading what="the differences" rows={3} />
      ) : changes.isError ? (
        <Failed error={changes.error} retry={() => void changes.refetch()} />
      ) : cards.length === 0 ? (
        <Text>The two versions are the same.</Text>
      ) : (
        cards.map((card) => <Changed key={card.card ?? ''} card={card} />)
      )}
    </Stack>
  )
}
