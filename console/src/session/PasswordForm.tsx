import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { passwordProblem } from './passwords'
import { useWait } from './wait'

/** Changes the password of the person who is signed in. */
export function PasswordForm({ current: label, done }: { current: string; done: () => void }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const change = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/password', { body: { current, password } })),
    onSuccess: () => {
      setCurrent('')
      setPassword('')
      setAgain('')
      done()
    },
  })
  const wait = useWait(change.error)
  const problem = passwordProblem(password, again)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!problem) change.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={400}>
        {change.error && <Alert color="red" role="alert" title={change.error.message} />}
        <PasswordInput label={label} name="current" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
        <PasswordInput
          label="New password"
          description="At least 12 characters, for example a few unrelated words."
          name="password"
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <PasswordInput
          label="Repeat it"
          name="again"
          autoComplete="new-password"
          required
          error={again !== '' && password !== '' ? problem : undefined}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={change.isPending} disabled={wait > 0 || current === '' || password === '' || problem !== undefined}>
            {wait > 0 ? `Try again in ${wait} s` : 'Change password'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
