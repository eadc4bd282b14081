import { Alert, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { ShownOnce } from '../people/ShownOnce'
import { NewPassword, useNewPassword } from './NewPassword'
import { Outside } from './Outside'
import { changeSession, signInQuery } from './session'
import { useWait } from './wait'

/** The first visit: whoever has the setup code chooses the administrator's password. */
export function Setup({ code: given, open }: { code: string; open: boolean }) {
  const queries = useQueryClient()
  const [code, setCode] = useState(given)
  const chosen = useNewPassword()
  const [apiToken, setApiToken] = useState(false)
  const enter = () => {
    if (!setUp.data) return
    history.replaceState(null, '', '/console/')
    queries.removeQueries({ queryKey: signInQuery.queryKey })
    const { apiToken: shown, ...session } = setUp.data
    void shown
    changeSession(queries, session)
  }
  const setUp = useMutation({ mutationFn: () => ask(api.POST('/api/hookline/v1/setup', { body: { code: code.trim(), password: chosen.password, apiToken } })) })
  const wait = useWait(setUp.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.isChosen) setUp.mutate()
  }
  if (setUp.data) {
    return (
      <Outside title="Everything is set up">
        {setUp.data.apiToken ? (
          <ShownOnce secret={setUp.data.apiToken} label="API token">
            This API token has all permissions. Keep it where secrets are kept; it can be revoked at any time.
          </ShownOnce>
        ) : (
          <Text>You are signed in as admin.</Text>
        )}
        <Button onClick={enter}>Continue</Button>
      </Outside>
    )
  }
  if (!open) {
    return (
      <Outside title="This link is no longer valid">
        <Text>A setup link works once and for 15 minutes. Restart Hookline for a new one, or sign in with the password that was chosen.</Text>
        <Button component="a" href="/console/">
          Sign in
        </Button>
      </Outside>
    )
  }
  return (
    <Outside title="Set up Hookline">
      <Text size="sm">
        Choose the password of the administrator <b>admin</b>.
      </Text>
      <form onSubmit={submit}>
        <Stack>
          {setUp.error && <Alert color="red" role="alert" title={setUp.error.message} />}
          {!given && (
            <TextInput
              label="Setup code"
              description="It is in the setup link that the server prints when it starts, behind “token=”."
              name="code"
              autoComplete="off"
              required
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
          <NewPassword label="Password" chosen={chosen} />
          <Checkbox label="Also make an API token with all permissions, and show it once" checked={apiToken} onChange={(event) => setApiToken(event.currentTarget.checked)} />
          <Button type="submit" loading={setUp.isPending} disabled={wait > 0 || code.trim() === '' || !chosen.isChosen}>
            {wait > 0 ? `Try again in ${wait} s` : 'Save and sign in'}
          </Button>
        </Stack>
      </form>
    </Outside>
  )
}
