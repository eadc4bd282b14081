import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Time } from '../time/Time'

export const haltQuery = queryOptions({
  queryKey: ['halt'],
  queryFn: () => ask(api.GET('/api/hookline/v1/halt')),
  refetchInterval: 15_000,
})

function useHalt() {
  const queries = useQueryClient()
  const mayRead = useMay('read_flows')
  const state = useQuery({ ...haltQuery, enabled: mayRead })
  const turn = useMutation({
    mutationFn: (halted: boolean) => ask(api.PUT('/api/hookline/v1/halt', { body: { halted } })),
    onSuccess: (after) => queries.setQueryData(haltQuery.queryKey, after),
  })
  return { state, turn }
}

/** On every page while nothing runs: since when, by whom, and how it ends. */
export function HaltBanner() {
  const { state, turn } = useHalt()
  const mayHalt = useMay('halt')
  const halt = state.data
  if (!halt?.halted) return null
  return (
    <Alert color="red" variant="light" mb="lg" role="status" icon={<IconHandStop aria-hidden />} title="Everything is halted">
      <Text size="sm">
        Events and invocations are accepted and kept; no execution starts and nothing is changed.
        {halt.since && (
          <>
            {' '}
            Since <Time at={halt.since} />
            {halt.by && <>, by {halt.by.name}</>}.
          </>
        )}{' '}
        {halt.setting && halt.lift}
      </Text>
      {halt.switch && mayHalt && (
        <Group mt="sm">
          <Button size="xs" color="red.9" loading={turn.isPending} onClick={() => turn.mutate(false)}>
            End the halt
          </Button>
        </Group>
      )}
      {turn.error && (
        <Text size="sm" mt="xs" role="alert">
          {turn.error.message}
        </Text>
      )}
    </Alert>
  )
}

/** Halts everything, after asking once; below the menu of every page. */
export function HaltButton() {
  const { state, turn } = useHalt()
  const [asking, setAsking] = useState(false)
  if (!useMay('halt') || !state.data || state.data.switch) return null
  if (!asking) {
    return (
      <Button variant="default" size="xs" leftSection={<IconHandStop size={14} aria-hidden />} onClick={() => setAsking(true)}>
        Halt everything
      </Button>
    )
  }
  return (
    <Stack gap={6}>
      <Text size="sm">No execution will start and no card will change anything, until the halt is ended.</Text>
      <Group gap="xs" grow>
        <Button size="xs" variant="default" onClick={() => setAsking(false)} data-autofocus>
          Keep running
        </Button>
        <Button size="xs" color="red.9" loading={turn.isPending} onClick={() => turn.mutate(true, { onSuccess: () => setAsking(false) })}>
          Halt
        </Button>
      </Group>
      {turn.error && (
        <Text size="sm" c="red" role="alert">
          {turn.error.message}
        </Text>
      )}
    </Stack>
  )
}
