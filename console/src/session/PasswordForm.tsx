import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { api, ask } from '../api/client'
import { NewPassword, useNewPassword } from './NewPassword'
import { useWait } from './wait'

/** Changes the password of the person who is signed in. */
export function PasswordForm({ current: label, done }: { current: string; done: () => void }) {
  const [current, setCurrent] = useState('')
  const chosen = useNewPassword()
  const change = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/password', { body: { current, password: chosen.password } })),
    onSuccess: () => {
      setCurrent('')
      chosen.clear()
      done()
    },
  })
  const wait = useWait(change.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.isChosen) change.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={400}>
        {change.error && <Alert color="red" role="alert" title={change.error.message} />}
        <PasswordInput label={label} name="current" autoComplete="current-password" required value={current} onChange={(event) => setCurrent(event.currentTarget.value)} />
        <NewPassword label="New password" chosen={chosen} />
        <Group>
          <Button type="submit" loading={change.isPending} disabled={wait > 0 || current === '' || !chosen.isChosen}>
            {wait > 0 ? `Try again in ${wait} s` : 'Change password'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
