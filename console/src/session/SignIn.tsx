import { Alert, Button, Divider, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { Starting } from '../shown/states'
import { Outside } from './Outside'
import { signOnAddress } from './passwords'
import { changeSession, signInQuery } from './session'
import { useWait } from './wait'

const Setup = lazy(() => import('./Setup').then((module) => ({ default: module.Setup })))

/** Shown instead of every page while nobody is signed in; the page comes back afterwards. */
export function SignIn() {
  const ways = useQuery(signInQuery)
  const asked = new URLSearchParams(location.search).get('token')
  if (ways.isPending) return <Starting />
  if (ways.data?.setup || (location.pathname === '/console/setup' && asked)) {
    return (
      <Suspense fallback={<Starting />}>
        <Setup code={asked ?? ''} open={ways.data?.setup ?? false} />
      </Suspense>
    )
  }
  return <Form signOn={ways.data?.singleSignOn ?? undefined} />
}

function Form({ signOn }: { signOn?: { name: string; path: string } }) {
  const queries = useQueryClient()
  const [name, setName] = useState(signOn ? '' : 'admin')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/session', { body: { name, password } })),
    onSuccess: (session) => changeSession(queries, session),
    onError: () => setPassword(''),
  })
  const wait = useWait(enter.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <Outside title="Sign in">
      {signOn && (
        <>
          <Button component="a" href={signOnAddress(signOn.path, location.pathname + location.search)} size="md" classNames={{ label: 'clipped' }}>
            {signOn.name}
          </Button>
          <Divider label="or with a password of this server" />
        </>
      )}
      <form onSubmit={submit}>
        <Stack>
          {enter.error && <Alert color="red" role="alert" title={enter.error.message} />}
          <TextInput label="Name" name="name" autoComplete="username" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            autoFocus={!signOn}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" variant={signOn ? 'default' : 'filled'} loading={enter.isPending} disabled={wait > 0}>
            {wait > 0 ? `Try again in ${wait} s` : 'Sign in'}
          </Button>
        </Stack>
      </form>
    </Outside>
  )
}
