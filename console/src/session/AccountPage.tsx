import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import { api, ask } from '../api/client'
import { inWords } from '../people/permissions'
import { SessionTable } from '../people/SessionTable'
import { Page } from '../shown/Page'
import { Failed, Loading } from '../shown/states'
import { PasswordForm } from './PasswordForm'
import { SessionContext, signOut } from './session'

/** The own account: what it may do, its password, where it is signed in. */
export function AccountPage() {
  const session = useContext(SessionContext)
  const queries = useQueryClient()
  const [changed, setChanged] = useState(false)
  const sessions = useQuery({ queryKey: ['sessions'], queryFn: () => ask(api.GET('/api/hookline/v1/sessions')) })
  const end = useMutation({
    mutationFn: (id: string) => ask(api.DELETE('/api/hookline/v1/sessions/{id}', { params: { path: { id } } })),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['sessions'] }),
  })
  return (
    <Page title="Your account" about={<span className="wrapped">Signed in as {session.name}. You may do: {inWords(session.permissions ?? []).toLowerCase()}.</span>}>
      <Paper withBorder p="md">
        <Stack>
          <Group justify="space-between">
            <Title order={2} size="h4">
              Where you are signed in
            </Title>
            <Button variant="default" size="xs" onClick={() => void signOut(queries, true)}>
              Sign out everywhere
            </Button>
          </Group>
          {sessions.isPending && <Loading what="the sessions" rows={2} />}
          {sessions.isError && <Failed error={sessions.error} retry={() => void sessions.refetch()} />}
          {end.error && <Failed error={end.error} />}
          {sessions.data && <SessionTable sessions={sessions.data} end={end.mutate} ending={end.isPending ? end.variables : undefined} />}
        </Stack>
      </Paper>
      <Paper withBorder p="md">
        <Stack>
          <Title order={2} size="h4">
            Password
          </Title>
          {session.hasPassword ? (
            <>
              <Text size="sm" c="dimmed">
                Other browsers in which you are signed in must sign in again.
              </Text>
              <PasswordForm
                current="Current password"
                done={() => {
                  setChanged(true)
                  void queries.invalidateQueries({ queryKey: ['sessions'] })
                }}
              />
              <Text size="sm" role="status">
                {changed ? 'The password is changed.' : ''}
              </Text>
            </>
          ) : (
            <Text size="sm" c="dimmed">
              You sign in at your identity provider, and have no password here.
            </Text>
          )}
        </Stack>
      </Paper>
    </Page>
  )
}
