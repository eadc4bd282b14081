import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useContext, useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { SessionContext } from '../session/session'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { State } from '../shown/Tone'
import { Time } from '../time/Time'
import '../shown/facts.css'
import { ChooseRoles } from './Choose'
import { ConfirmButton } from '../shown/Confirm'
import { rolesQuery, SIGN_IN, stateOf, userQuery, type User } from './people'
import { covers, inWords } from './permissions'
import { SessionTable } from './SessionTable'
import { ShownOnce } from './ShownOnce'

const route = getRouteApi('/people/$userId')

/** One account: its roles, its password, where it is signed in. */
export function PersonPage() {
  const { userId } = route.useParams()
  const user = useQuery(userQuery(userId))
  if (user.isPending) {
    return (
      <Page title="Person">
        <Loading what="the person" />
      </Page>
    )
  }
  if (user.isError) {
    return (
      <Page title="Person">
        <Failed error={user.error} retry={() => void user.refetch()} />
      </Page>
    )
  }
  return <Person user={user.data} />
}

function Person({ user }: { user: User }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const session = useContext(SessionContext)
  const path = { params: { path: { id: user.id } } }
  const changed = () => queries.invalidateQueries({ queryKey: ['users'] })
  const sessions = useQuery({ queryKey: ['users', 'sessions', user.id], queryFn: () => ask(api.GET('/api/hookline/v1/users/{id}/sessions', path)) })
  const turn = useMutation({
    mutationFn: (disabled: boolean) => ask(api.PUT('/api/hookline/v1/users/{id}', { ...path, body: { disabled } })),
    onSettled: changed,
  })
  const reset = useMutation({ mutationFn: () => ask(api.POST('/api/hookline/v1/users/{id}/password', path)), onSuccess: () => void changed() })
  const may = covers(session.permissions ?? [], user.permissions)
  const state = stateOf(user, Date.now())
  return (
    <Page
      title={user.name}
      about={<State tone={state.tone}>{state.word}</State>}
      actions={
        may && (
          <>
            {user.disabled ? (
              <Button variant="default" size="xs" loading={turn.isPending} onClick={() => turn.mutate(false)}>
                Enable
              </Button>
            ) : (
              <ConfirmButton label="Disable" title={`Disable ${user.name}?`} act={() => turn.mutateAsync(true)}>
                They are signed out everywhere at once, and their API tokens are refused until you enable the account again.
              </ConfirmButton>
            )}
            {user.signIn !== 'identity_provider' && (
              <ConfirmButton label="Reset password" title={`Reset the password of ${user.name}?`} act={() => reset.mutateAsync()}>
                Their password is replaced by a one-time password, which is shown to you once, and they are signed out everywhere.
              </ConfirmButton>
            )}
            <ConfirmButton
              label="Delete"
              title={`Delete ${user.name}?`}
              act={() => ask(api.DELETE('/api/hookline/v1/users/{id}', path))}
              done={() => {
                void navigate({ to: '/people' }).then(() => {
                  queries.removeQueries({ queryKey: ['users', 'one', user.id] })
                  return changed()
                })
              }}
            >
              The account, its sessions and its API tokens are deleted. What they did stays in the system log. This cannot be undone.
            </ConfirmButton>
          </>
        )
      }
    >
      {turn.error && <Failed error={turn.error} />}
      {!may && <Text c="dimmed">This person may do more than you, so you cannot change this account.</Text>}
      <Paper withBorder p="md">
        <dl className="facts">
          <div>
            <dt>Signs in by</dt>
            <dd>{SIGN_IN[user.signIn]}</dd>
          </div>
          {user.passwordExpires && (
            <div>
              <dt>One-time password valid until</dt>
              <dd>
                <Time at={user.passwordExpires} />
              </dd>
            </div>
          )}
          <div>
            <dt>Last sign-in</dt>
            <dd>{user.lastSignIn ? <Time at={user.lastSignIn} /> : 'Never'}</dd>
          </div>
          <div>
            <dt>Since</dt>
            <dd>
              <Time at={user.created} />
            </dd>
          </div>
          <div>
            <dt>May do now</dt>
            <dd>{inWords(user.permissions)}</dd>
          </div>
        </dl>
      </Paper>
      <Roles key={user.roles.join(' ')} user={user} may={may} changed={() => void changed()} />
      <Paper withBorder p="md">
        <Stack>
          <Group justify="space-between">
            <Title order={2} size="h4">
              Sessions
            </Title>
            {may && sessions.data && sessions.data.length > 0 && (
              <ConfirmButton
                label="Sign out everywhere"
                title={`Sign ${user.name} out everywhere?`}
                act={() => ask(api.DELETE('/api/hookline/v1/users/{id}/sessions', path))}
                done={() => void changed()}
              >
                All browsers in which they are signed in must sign in again.
              </ConfirmButton>
            )}
          </Group>
          {sessions.isPending && <Loading what="the sessions" rows={2} />}
          {sessions.isError && <Failed error={sessions.error} retry={() => void sessions.refetch()} />}
          {sessions.data?.length === 0 && <Text c="dimmed">Not signed in anywhere.</Text>}
          {sessions.data && sessions.data.length > 0 && <SessionTable sessions={sessions.data} />}
        </Stack>
      </Paper>
      <Modal
        opened={reset.isSuccess}
        onClose={reset.reset}
        title="One-time password"
        closeButtonProps={{ 'aria-label': 'Close' }}
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        {reset.data && (
          <ShownOnce secret={reset.data.oneTimePassword} label="One-time password">
            Hand it to {user.name} on a safe way. It works for seven days and must be replaced at the next sign-in.
          </ShownOnce>
        )}
        <Group justify="flex-end" mt="md">
          <Button onClick={reset.reset}>Done</Button>
        </Group>
      </Modal>
    </Page>
  )
}

function Roles({ user, may, changed }: { user: User; may: boolean; changed: () => void }) {
  const roles = useQuery(rolesQuery)
  const [chosen, setChosen] = useState(user.roles)
  const save = useMutation({
    mutationFn: () => ask(api.PUT('/api/hookline/v1/users/{id}', { params: { path: { id: user.id } }, body: { roles: chosen } })),
    onSuccess: changed,
  })
  const ofIssuer = user.signIn === 'identity_provider'
  const same = chosen.length === user.roles.length && chosen.every((id) => user.roles.includes(id))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Paper withBorder p="md" component="form" onSubmit={submit}>
      <Stack>
        {roles.isPending && <Loading what="the roles" rows={3} />}
        {roles.isError && <Failed error={roles.error} retry={() => void roles.refetch()} />}
        {roles.data && <ChooseRoles roles={roles.data} chosen={chosen} choose={setChosen} kept={user.roles} disabled={!may || ofIssuer} />}
        {ofIssuer && <Text size="sm" c="dimmed">Their groups at the identity provider decide about the roles, at each sign-in.</Text>}
        {save.error && (
          <Text c="red" size="sm" role="alert" className="wrapped">
            {save.error.message}
          </Text>
        )}
        {may && !ofIssuer && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={same || chosen.length === 0}>
              Save roles
            </Button>
            <Text size="sm" c="dimmed" role="status">
              {save.isSuccess && same ? 'Saved. It counts from the next request on.' : ''}
            </Text>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}
