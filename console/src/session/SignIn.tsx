import { Alert, Anchor, Button, Center, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import icon from '../icon.svg'
import { api, ask } from '../api/client'
import { changeSession } from './session'

/** Shown instead of every page while nobody is signed in; the page comes back afterwards. */
export function SignIn() {
  const queries = useQueryClient()
  const [name, setName] = useState('admin')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/session', { body: { name, password } })),
    onSuccess: (session) => changeSession(queries, session),
    onError: () => setPassword(''),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <Center component="main" mih="100vh" p="md">
      <title>Sign in · Hookline</title>
      <Paper component="form" onSubmit={submit} withBorder radius="md" p="xl" w="100%" maw={400}>
        <Stack>
          <Group gap="xs">
            <img src={icon} alt="" width={28} height={28} />
            <Text fw={600}>Hookline</Text>
          </Group>
          <Title order={1} size="h3">
            Sign in
          </Title>
          {enter.error && (
            <Alert color="red" role="alert" title={enter.error.message} />
          )}
          <TextInput label="Name" name="name" autoComplete="username" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={enter.isPending}>
            Sign in
          </Button>
          <Text size="sm" c="dimmed">
            The first time, use the setup link that the server prints when it starts. Without JavaScript,{' '}
            <Anchor href="/signin" size="sm" underline="always">
              sign in here
            </Anchor>
            .
          </Text>
        </Stack>
      </Paper>
    </Center>
  )
}
