import { Button, Group, Modal, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { Confirm } from '../shown/Confirm'
import { Once } from '../shown/Once'
import { Failed, Loading } from '../shown/states'
import { Time } from '../time/Time'
import { ingestCurl } from './commands'

/** Tokens that may send events and nothing else. */
export function IngestTokens() {
  const queries = useQueryClient()
  const tokens = useQuery({
    queryKey: ['tokens', 'sources'],
    queryFn: async () => (await ask(api.GET('/api/hookline/v1/tokens', { params: { query: { limit: 200 } } }))).filter(({ kind }) => kind === 'source'),
  })
  const [making, setMaking] = useState(false)
  const [name, setName] = useState('')
  const [leaving, setLeaving] = useState<{ id: string; name: string }>()
  const again = () => void queries.invalidateQueries({ queryKey: ['tokens'] })
  const create = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/tokens', { body: { name: name.trim(), kind: 'source' } })),
    onSuccess: () => {
      setMaking(false)
      setName('')
    },
    onSettled: again,
  })
  const revoke = useMutation({
    mutationFn: (tokenId: string) => ask(api.DELETE('/api/hookline/v1/tokens/{tokenId}', { params: { path: { tokenId } } })),
    onSuccess: () => setLeaving(undefined),
    onSettled: again,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Stack component="section" gap="sm" aria-label="Tokens that send events">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Tokens that send events
        </Title>
        <Button size="xs" variant="default" onClick={() => setMaking(true)}>
          New ingest token
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        For programs that send events themselves. Such a token may do nothing else, and its name is the source of its events.
      </Text>
      {create.data && <Once title={`The token ${create.data.name}`} secret={create.data.token} lines={[{ label: 'Send an event', text: ingestCurl(location.origin, create.data.token) }]} />}
      {tokens.isPending && <Loading what="the tokens" rows={2} />}
      {tokens.isError && <Failed error={tokens.error} retry={() => void tokens.refetch()} />}
      {tokens.data?.length === 0 && <Text size="sm">There is none yet.</Text>}
      {tokens.data && tokens.data.length > 0 && (
        <Paper withBorder>
          <ul className="rows" aria-label="Ingest tokens">
            {tokens.data.map((token) => (
              <li key={token.id}>
                <Group justify="space-between" gap="sm">
                  <Stack gap={2} className="grows">
                    <Text fw={600} size="sm" className="wrapped" dir="auto">
                      {token.name}
                    </Text>
                    <Text size="sm" c="dimmed">
                      {token.lastUsed ? (
                        <>
                          Last used <Time at={token.lastUsed} />
                        </>
                      ) : (
                        'Never used'
                      )}
                      {token.expires && (
                        <>
                          , expires <Time at={token.expires} />
                        </>
                      )}
                    </Text>
                  </Stack>
                  <Button size="xs" variant="default" onClick={() => setLeaving(token)} aria-label={`Revoke ${token.name}`}>
                    Revoke
                  </Button>
                </Group>
              </li>
            ))}
          </ul>
        </Paper>
      )}
      {making && (
        <Modal opened onClose={() => setMaking(false)} title="New ingest token" closeButtonProps={{ 'aria-label': 'Close' }}>
          <Stack component="form" gap="sm" onSubmit={submit}>
            <TextInput label="Token name" description="The source of its events. To replace a token, give the new one the same name, and revoke the old one afterwards." required maxLength={255} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
            {create.error && (
              <Text size="sm" c="red" role="alert" className="wrapped">
                {create.error.message}
              </Text>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setMaking(false)}>
                Leave it
              </Button>
              <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
                Create token
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
      {leaving && (
        <Confirm title="Revoke token" yes="Revoke it" close={() => setLeaving(undefined)} act={() => revoke.mutateAsync(leaving.id)}>
          What is sent with “{leaving.name}” is refused at once.
        </Confirm>
      )}
    </Stack>
  )
}
