import { Alert, Button, Group, Modal, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import { Confirm } from '../shown/Confirm'
import { Fact } from '../shown/Fact'
import { PageLink } from '../shown/links'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import { ConnectionForm, SecretField } from './ConnectionForm'
import { connectionQuery, connectorOf, connectorsOf, connectorsQuery, kindOf, KINDS, stateOf, usersQuery, type Connection, type Connector } from './connections'
import { authOf, bodyOf, draftOf, secretName } from './draft'
import { Links } from './Links'

const route = getRouteApi('/connections/$connectionId')

/** One connection: how it fares, what it may do, who uses it. */
export function ConnectionPage() {
  const { connectionId } = route.useParams()
  const { made } = route.useSearch()
  const connection = useQuery(connectionQuery(connectionId))
  const connectors = useQuery(connectorsQuery)
  const one = connection.data
  const connector = one && connectorOf(connectorsOf(connectors.data ?? []), one.connector)
  const mayManage = useMay('manage_connections')
  return (
    <Page
      title={one?.name ?? 'Connection'}
      about={<PageLink to="/connections">Connections</PageLink>}
      actions={one && connector && mayManage && <Actions connection={one} connector={connector} />}
    >
      {connection.isPending && <Loading what="the connection" />}
      {connection.isError && <Failed error={connection.error} retry={() => void connection.refetch()} />}
      {one && connector && (
        <>
          {made && one.filled && (
            <Alert color="teal" variant="light" role="status" title="The connection was created">
              <Text size="sm">{one.authorization?.status === 'needed' ? 'A person must authorise it before flows can use it.' : 'Test it, then choose it on the cards of flows.'}</Text>
            </Alert>
          )}
          {!one.filled && !one.linkedTo && (
            <Alert color="orange" variant="light" title="It is not set up yet">
              <Text size="sm">An import made it, without address and credentials. Set it up, or let it stand for a connection that is there.</Text>
            </Alert>
          )}
          <Links connection={one} />
          {one.authorization && <Authorization connection={one} />}
          {mayManage && one.filled && <Testing connection={one} />}
          <Facts connection={one} connector={connector} />
          <Users connection={one} />
        </>
      )}
    </Page>
  )
}

function Facts({ connection, connector }: { connection: Connection; connector: Connector }) {
  const { word, tone } = stateOf(connection)
  const { health, auth } = connection
  return (
    <Paper withBorder p="md" component="section" aria-label="How it stands">
      <dl className="facts">
        <Fact name="Health">
          <State tone={tone}>{word}</State>
        </Fact>
        <Fact name="Connects to">{connector.name}</Fact>
        <Fact name="Base URL" mono>
          {connection.baseUrl ?? connector.baseUrl ?? '–'}
        </Fact>
        <Fact name="Authentication type">
          {KINDS[kindOf(auth)]}
          {secretName(draftOf(connection)) && connection.filled && '; the secret is never shown'}
        </Fact>
        <Fact name="Client ID" mono>
          {auth.clientId}
        </Fact>
        <Fact name="Scope" mono>
          {auth.scope}
        </Fact>
        <Fact name="Owner">{connection.owner?.name ?? 'Not kept'}</Fact>
        <Fact name="Last used">{health.lastUsed && <Time at={health.lastUsed} />}</Fact>
        <Fact name="Last success">{health.lastSuccess && <Time at={health.lastSuccess} />}</Fact>
        <Fact name="Last failure">
          {health.lastFailure && (
            <>
              <Time at={health.lastFailure} />
              {health.reason && <>: {health.reason}</>}
            </>
          )}
        </Fact>
        <Fact name="Token expires">{connection.tokenExpiresAt && <Time at={connection.tokenExpiresAt} />}</Fact>
        <Fact name="Allowed origins" mono>
          {connection.allowedOrigins.join(', ')}
        </Fact>
        <Fact name="CA certificates">{connection.caCertificates && `${connection.caCertificates.split('BEGIN CERTIFICATE').length - 1} of its own`}</Fact>
        <Fact name="Rate limit">{connection.rateLimit && `${connection.rateLimit.requests} calls in ${connection.rateLimit.seconds} s`}</Fact>
        <Fact name="Destructive actions of a flow">
          {connection.destructivePerHour === null ? 'The server’s limit in an hour' : `At most ${connection.destructivePerHour} in an hour`}
        </Fact>
        <Fact name="Protected users">{(connection.protected.users ?? []).join(', ')}</Fact>
        <Fact name="Protected groups">{(connection.protected.groups ?? []).join(', ')}</Fact>
      </dl>
    </Paper>
  )
}

function Users({ connection }: { connection: Connection }) {
  const users = useQuery(usersQuery(connection.id))
  return (
    <Stack gap="xs" component="section" aria-label="Used by">
      <Title order={2} size="h4">
        Used by
      </Title>
      {users.isError && <Failed error={users.error} retry={() => void users.refetch()} />}
      {users.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          No flow uses it.
        </Text>
      )}
      {users.data && users.data.length > 0 && (
        <ul className="types">
          {users.data.map((flow) => (
            <Text key={flow.id} component="li" size="sm" className="wrapped" dir="auto">
              {flow.name}
            </Text>
          ))}
        </ul>
      )}
    </Stack>
  )
}

function Authorization({ connection }: { connection: Connection }) {
  const mayManage = useMay('manage_connections')
  const { authorization } = connection
  const leave = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/connections/{id}/authorize', { params: { path: { id: connection.id } } })),
    // The person goes to the other system, and comes back to this page.
    onSuccess: (departure) => globalThis.location.assign(departure.address),
  })
  if (!authorization) return null
  const given = authorization.status === 'authorized'
  return (
    <Paper withBorder p="md" component="section" aria-label="Authorisation">
      <Stack gap="xs">
        <Title order={2} size="h4">
          Authorisation
        </Title>
        {given ? (
          <Text size="sm" component="div">
            <span dir="auto">{authorization.by?.name}</span> gave leave {authorization.at && <Time at={authorization.at} />}.{' '}
            {authorization.refreshes ? 'The token is refreshed when it expires.' : 'The token cannot be refreshed.'}
          </Text>
        ) : (
          <Text size="sm" className="wrapped">
            {authorization.reason ?? 'A person must give this connection leave before flows can use it. You are sent to the other system and come back here.'}
          </Text>
        )}
        {leave.error && (
          <Text size="sm" c="red" role="alert" className="wrapped">
            {leave.error.message}
          </Text>
        )}
        {mayManage && (
          <Group>
            <Button variant={given ? 'default' : 'filled'} loading={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
              {given ? 'Reauthorize' : 'Authorize'}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

function Testing({ connection }: { connection: Connection }) {
  const queries = useQueryClient()
  const [path, setPath] = useState('')
  const isMail = (connection.baseUrl ?? '').startsWith('smtp') || ['gmail', 'office365mail', 'email'].includes(connection.connector)
  const test = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/hookline/v1/connections/{id}/test', { params: { path: { id: connection.id } }, body: path.trim() === '' ? {} : { path: path.trim() } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['connections'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    test.mutate()
  }
  const ended = test.data
  return (
    <Paper withBorder p="md" component="section" aria-label="Test">
      <form onSubmit={submit}>
        <Group align="flex-end">
          {!isMail && (
            <TextInput className="grows" label="Path to call with GET" description="Empty for what the connector usually asks" placeholder="users?limit=1" value={path} onChange={(event) => setPath(event.currentTarget.value)} />
          )}
          <Button type="submit" loading={test.isPending}>
            Test connection
          </Button>
        </Group>
      </form>
      {ended && (
        <Alert mt="md" color={ended.works ? 'teal' : 'red'} variant="light" role={ended.works ? 'status' : 'alert'} title={ended.works ? 'The connection works' : 'The connection does not work'}>
          <Text size="sm" className="wrapped">
            {ended.reason ?? `${ended.address ?? 'The other system'} answered${ended.status ? ` with status ${ended.status}` : ''}`}
            {ended.works && ` after ${ended.millis} ms.`}
          </Text>
        </Alert>
      )}
      {test.error && (
        <Text mt="sm" size="sm" c="red" role="alert" className="wrapped">
          {test.error.message}
        </Text>
      )}
    </Paper>
  )
}

function Actions({ connection, connector }: { connection: Connection; connector: Connector }) {
  const [changing, { open: change, close: changed }] = useDisclosure()
  const [renaming, { open: rename, close: renamed }] = useDisclosure()
  const [rotating, { open: rotate, close: rotated }] = useDisclosure()
  const [deleting, { open: remove, close: removed }] = useDisclosure()
  return (
    <Group gap="xs">
      <Button variant={connection.filled ? 'default' : 'filled'} onClick={change}>
        {connection.filled ? 'Change' : 'Set up'}
      </Button>
      <Button variant="default" onClick={rename}>
        Rename
      </Button>
      {connection.filled && secretName(draftOf(connection)) && (
        <Button variant="default" onClick={rotate}>
          Rotate secret
        </Button>
      )}
      <Button variant="default" color="red" onClick={remove}>
        Delete
      </Button>
      {changing && <Change connection={connection} connector={connector} close={changed} />}
      {renaming && <Rename connection={connection} close={renamed} />}
      {rotating && <Rotate connection={connection} close={rotated} />}
      {deleting && <Delete connection={connection} close={removed} />}
    </Group>
  )
}

/** Sends a change and shows the connection as it is then. */
function useChange(connection: Connection, done: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Partial<ReturnType<typeof bodyOf>>) => ask(api.PUT('/api/hookline/v1/connections/{id}', { params: { path: { id: connection.id } }, body })),
    onSuccess: (after) => {
      queries.setQueryData(['connections', connection.id], after)
      void queries.invalidateQueries({ queryKey: ['connections'] })
      done()
    },
  })
}

function Change({ connection, connector, close }: { connection: Connection; connector: Connector; close: () => void }) {
  const [draft, setDraft] = useState(() => {
    const draft = draftOf(connection)
    // An empty one of an import begins with what its connector is usually made with.
    return connection.filled || connector.kinds.length === 0 ? draft : { ...draft, kind: connector.kinds[0]!, allowedOrigins: connector.origins.join('\n') }
  })
  const save = useChange(connection, close)
  return (
    <Modal opened onClose={close} title={connection.filled ? 'Change the connection' : 'Set up the connection'} size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <ConnectionForm
        draft={draft}
        set={(more) => setDraft((before) => ({ ...before, ...more }))}
        connector={connector}
        before={connection}
        submit={() => {
          const { connector: stays, ...body } = bodyOf(draft, connector.protects)
          void stays
          save.mutate(body)
        }}
        busy={save.isPending}
        error={save.error}
        label="Save"
        failed="The connection was not changed"
        cancel={close}
      />
    </Modal>
  )
}

function Rename({ connection, close }: { connection: Connection; close: () => void }) {
  const [name, setName] = useState(connection.name)
  const save = useChange(connection, close)
  return (
    <Modal opened onClose={close} title="Rename the connection" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) save.mutate({ name: name.trim() })
        }}
        noValidate
      >
        <Stack gap="md">
          <TextInput
            label="Connection name"
            required
            data-autofocus
            dir="auto"
            value={name}
            error={name.trim() === '' ? 'A connection needs a name.' : save.error?.message}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              Rename
            </Button>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Rotate({ connection, close }: { connection: Connection; close: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(connection))
  const save = useChange(connection, close)
  const name = secretName(draft) ?? 'Secret'
  return (
    <Modal opened onClose={close} title="Rotate the secret" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (draft.secret !== '') save.mutate({ auth: authOf(draft) })
        }}
        noValidate
      >
        <Stack gap="md">
          <Text size="sm">From the next call on the new one is used. Id and flows stay.</Text>
          <SecretField draft={draft} set={(more) => setDraft((before) => ({ ...before, ...more }))} mistake={save.error?.message} />
          <Group>
            <Button type="submit" disabled={draft.secret === ''} loading={save.isPending}>
              Save the new {name.toLowerCase()}
            </Button>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function Delete({ connection, close }: { connection: Connection; close: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <Confirm
      title="Delete the connection?"
      yes="Delete the connection"
      close={close}
      act={() => ask(api.DELETE('/api/hookline/v1/connections/{id}', { params: { path: { id: connection.id } } }))}
      done={async () => {
        // Nobody asks for it again, neither here nor in the list as it was.
        queries.removeQueries({ queryKey: ['connections', 'list'] })
        await navigate({ to: '/connections' })
        queries.removeQueries({ queryKey: ['connections', connection.id] })
      }}
    >
      <b dir="auto">{connection.name}</b> and its secret are gone for good. A connection that flows use is not deleted.
    </Confirm>
  )
}
