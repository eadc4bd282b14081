import { Button, Checkbox, Group, Modal, NumberInput, Paper, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask, Refused, type Schemas } from '../api/client'
import { silentSince } from '../home/attention'
import { sourcesQuery } from '../home/activity'
import { useMay } from '../session/session'
import '../shown/chart.css'
import { Confirm } from '../shown/Confirm'
import { Copy } from '../shown/Copy'
import { Once } from '../shown/Once'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { newSecret, receiveCurl } from './commands'
import { IngestTokens } from './IngestTokens'

type Source = Schemas['Source']

/** From where events come: systems whose event hooks point here, and tokens of those that send by themselves. */
export function SourcePage() {
  const mayConnect = useMay('manage_connections')
  const mayManageUsers = useMay('manage_users')
  const sources = useQuery({ ...sourcesQuery, enabled: mayConnect })
  const [making, setMaking] = useState(false)
  const [secret, setSecret] = useState<{ source: Source; secret: string }>()
  if (!mayConnect && !mayManageUsers) {
    return (
      <Page title="Sources">
        <Nothing title="Sources need a permission">Ask for manage_connections, or for manage_users to see the tokens that send events.</Nothing>
      </Page>
    )
  }
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setMaking(true)}>
      New source
    </Button>
  )
  return (
    <Page title="Sources" about="From where events come." actions={mayConnect && sources.data && sources.data.length > 0 && create}>
      {secret && (
        <Once
          title={`The secret of ${secret.source.name}`}
          secret={secret.secret}
          lines={[
            { label: 'Endpoint URL for the other system', text: secret.source.receiveUrl },
            { label: 'Try it from a shell', text: receiveCurl(secret.source.receiveUrl, secret.source.header, secret.secret) },
          ]}
        />
      )}
      {mayConnect && (
        <Stack component="section" gap="sm" aria-label="Systems whose event hooks point here">
          <Title order={2} size="h4">
            Systems whose event hooks point here
          </Title>
          {sources.isPending && <Loading what="the sources" rows={3} />}
          {sources.isError && <Failed error={sources.error} retry={() => void sources.refetch()} />}
          {sources.data?.length === 0 && (
            <Nothing title="No sources yet" action={create}>
              A source is an address for another system's event hook, such as a real Okta organization's, with a secret of its own.
            </Nothing>
          )}
          {sources.data && sources.data.length > 0 && (
            <Paper withBorder>
              <ul className="rows" aria-label="Sources">
                {sources.data.map((source) => (
                  <li key={source.id}>
                    <Row source={source} shown={(made) => setSecret({ source, secret: made })} gone={() => secret?.source.id === source.id && setSecret(undefined)} />
                  </li>
                ))}
              </ul>
            </Paper>
          )}
        </Stack>
      )}
      {mayManageUsers && <IngestTokens />}
      {making && (
        <SourceForm
          close={() => setMaking(false)}
          made={(source, made) => {
            setMaking(false)
            if (made) setSecret({ source, secret: made })
          }}
        />
      )}
    </Page>
  )
}

function Row({ source, shown, gone }: { source: Source; shown: (secret: string) => void; gone: () => void }) {
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'rotate' | 'delete'>()
  const [editing, setEditing] = useState(false)
  const silent = silentSince(source)
  const again = () => void queries.invalidateQueries({ queryKey: ['sources'] })
  const params = { params: { path: { sourceId: source.id } } }
  const rotate = useMutation({
    mutationFn: async () => {
      const secret = newSecret()
      await ask(api.PUT('/api/hookline/v1/sources/{sourceId}', { ...params, body: { secret, header: source.header, enabled: source.enabled } }))
      return secret
    },
    onSuccess: (secret) => {
      setAsking(undefined)
      shown(secret)
    },
    onSettled: again,
  })
  const remove = useMutation({
    mutationFn: () => ask(api.DELETE('/api/hookline/v1/sources/{sourceId}', params)),
    onSuccess: () => {
      setAsking(undefined)
      gone()
    },
    onSettled: again,
  })
  const state = !source.enabled ? { tone: 'still' as const, word: 'Disabled' } : silent ? { tone: 'attention' as const, word: 'Silent' } : { tone: 'good' as const, word: 'Enabled' }
  return (
    <Group justify="space-between" align="flex-start" gap="sm">
      <Stack gap={4} className="grows">
        <Group gap={8}>
          <Text fw={600} className="wrapped" dir="auto">
            {source.name}
          </Text>
          <State tone={state.tone}>{state.word}</State>
        </Group>
        <Text size="sm" className="mono" component="div">
          {source.receiveUrl} <Copy text={source.receiveUrl} label={`Copy the address of ${source.name}`} />
        </Text>
        <Text size="sm" c="dimmed" className="wrapped">
          {source.lastReceived ? (
            <>
              Last event <Time at={source.lastReceived} />
            </>
          ) : (
            'No event yet'
          )}
          {silent && source.lastReceived && (
            <>
              , silent since <Time at={source.lastReceived} />
            </>
          )}
          {source.silentAfterMinutes ? `; reported after ${source.silentAfterMinutes.toLocaleString()} minutes without one` : ''}; secret in the header <span className="mono">{source.header}</span>
        </Text>
      </Stack>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => setEditing(true)} aria-label={`Edit ${source.name}`}>
          Edit
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking('rotate')} aria-label={`Rotate secret of ${source.name}`}>
          Rotate secret
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsking('delete')} aria-label={`Delete ${source.name}`}>
          Delete
        </Button>
      </Group>
      {editing && <SourceForm source={source} close={() => setEditing(false)} made={() => setEditing(false)} />}
      {asking === 'rotate' && (
        <Confirm title="Rotate the secret" yes="Rotate it" no="Leave it" close={() => setAsking(undefined)} act={() => rotate.mutateAsync()}>
          “{source.name}” gets a new secret. What it sends with the old one is refused from then on, until it knows the new one.
        </Confirm>
      )}
      {asking === 'delete' && (
        <Confirm title="Delete source" close={() => setAsking(undefined)} act={() => remove.mutateAsync()}>
          The address of “{source.name}” takes nothing any more. Its events stay in the log.
        </Confirm>
      )}
    </Group>
  )
}

/** Makes a source, or changes one. */
function SourceForm({ source, close, made }: { source?: Source; close: () => void; made: (source: Source, secret?: string) => void }) {
  const queries = useQueryClient()
  const [name, setName] = useState(source?.name ?? '')
  const [header, setHeader] = useState(source?.header ?? 'Authorization')
  const [enabled, setEnabled] = useState(source?.enabled ?? true)
  const [watched, setWatched] = useState(source?.silentAfterMinutes !== null && source?.silentAfterMinutes !== undefined)
  const [minutes, setMinutes] = useState<number | string>(source?.silentAfterMinutes ?? 60)
  const save = useMutation({
    mutationFn: async (): Promise<Schemas['CreatedSource']> => {
      const body = { name: name.trim(), header: header.trim(), enabled, silentAfterMinutes: watched ? Number(minutes) : null }
      return source
        ? ask(api.PUT('/api/hookline/v1/sources/{sourceId}', { params: { path: { sourceId: source.id } }, body }))
        : ask(api.POST('/api/hookline/v1/sources', { body }))
    },
    onSuccess: (saved) => {
      void queries.invalidateQueries({ queryKey: ['sources'] })
      made(saved, saved.secret)
    },
  })
  const refusal = save.error instanceof Refused ? save.error : undefined
  const said = (field: string) => (refusal?.field === field ? refusal.message : undefined)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={close} title={source ? 'Edit source' : 'New source'} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack component="form" gap="sm" onSubmit={submit}>
        <TextInput label="Source name" required maxLength={100} value={name} error={said('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <TextInput label="Header that carries the secret" required value={header} error={said('header')} onChange={(event) => setHeader(event.currentTarget.value)} />
        <Checkbox label="Report when it is silent" checked={watched} onChange={(event) => setWatched(event.currentTarget.checked)} />
        {watched && <NumberInput label="Minutes without an event" min={1} max={43_200} allowDecimal={false} value={minutes} error={said('silentAfterMinutes')} onChange={setMinutes} />}
        {source && <Switch label="Takes events" checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />}
        {save.error && !said('name') && !said('header') && !said('silentAfterMinutes') && (
          <Text size="sm" c="red" role="alert" className="wrapped">
            {save.error.message}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Leave it
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || (watched && !(Number(minutes) >= 1))}>
            {source ? 'Save' : 'Create source'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
