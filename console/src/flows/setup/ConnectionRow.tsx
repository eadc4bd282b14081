import { Button, Fieldset, Group, NativeSelect, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { useMay } from '../../session/session'
import { State } from '../../shown/Tone'
import { refreshFlows } from '../flows'

type Connection = Schemas['Connection']
type Auth = 'token' | 'basic' | 'header' | 'none'

const AUTHS: { value: Auth; label: string }[] = [
  { value: 'token', label: 'Token' },
  { value: 'basic', label: 'Basic' },
  { value: 'header', label: 'Custom header' },
  { value: 'none', label: 'None' },
]

/** An empty connection of an import: it stands for one that exists, or is set up here. */
export function ConnectionRow({ connection, others }: { connection: Connection; others: Connection[] }) {
  const queries = useQueryClient()
  const mayUse = useMay('use_connections')
  const mayManage = useMay('manage_connections')
  const [other, setOther] = useState('')
  const [baseUrl, setBaseUrl] = useState(connection.baseUrl ?? '')
  const [auth, setAuth] = useState<Auth>('token')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const params = { params: { path: { id: connection.id } } }
  const settled = {
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['connections'] })
      refreshFlows(queries)
    },
  }
  const link = useMutation({ mutationFn: () => ask(api.PUT('/api/hookline/v1/connections/{id}/link', { ...params, body: { connection: other } })), ...settled })
  const fill = useMutation({
    mutationFn: () =>
      ask(
        api.PUT('/api/hookline/v1/connections/{id}', {
          ...params,
          body: {
            baseUrl: baseUrl.trim() || null,
            auth:
              auth === 'token'
                ? { type: 'token', token: secret }
                : auth === 'basic'
                  ? { type: 'basic', username: name, password: secret }
                  : auth === 'header'
                    ? { type: 'header', name, value: secret }
                    : { type: 'none' },
          } as never,
        }),
      ),
    ...settled,
  })
  const failure = link.error ?? fill.error
  return (
    <Stack gap="sm" role="group" aria-label={`Connection ${connection.name}`}>
      <Group gap="xs">
        <State tone="attention">Empty</State>
        <Text size="sm" fw={600} className="wrapped">
          <span dir="auto">{connection.name}</span> ({connection.connector})
        </Text>
      </Group>
      {!mayUse && !mayManage && <Text size="sm">Somebody with the permission use_connections or manage_connections sets it up.</Text>}
      {mayUse && others.length > 0 && (
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label="Stands for the connection"
            className="grows"
            maw={420}
            value={other}
            onChange={(event) => setOther(event.currentTarget.value)}
            data={[{ value: '', label: 'Choose one' }, ...others.map((one) => ({ value: one.id, label: one.name }))]}
          />
          <Button variant="default" disabled={!other} loading={link.isPending} onClick={() => link.mutate()}>
            Use it
          </Button>
        </Group>
      )}
      {mayManage && (
        <Fieldset legend={others.length > 0 ? 'Or set it up here' : 'Set it up'}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              fill.mutate()
            }}
          >
            <Group align="flex-end" gap="sm">
              <TextInput label="Base URL" description="Empty for the connector's own" className="grows" maw={360} value={baseUrl} onChange={(event) => setBaseUrl(event.currentTarget.value)} />
              <NativeSelect label="Authentication" value={auth} onChange={(event) => setAuth(event.currentTarget.value as Auth)} data={AUTHS} />
              {(auth === 'basic' || auth === 'header') && <TextInput label={auth === 'basic' ? 'User name' : 'Header'} required value={name} onChange={(event) => setName(event.currentTarget.value)} />}
              {auth !== 'none' && (
                <PasswordInput label={auth === 'basic' ? 'Password' : auth === 'header' ? 'Value' : 'Token'} required autoComplete="off" miw={200} value={secret} onChange={(event) => setSecret(event.currentTarget.value)} />
              )}
              <Button type="submit" variant="default" loading={fill.isPending}>
                Set up
              </Button>
            </Group>
          </form>
        </Fieldset>
      )}
      {failure && (
        <Text size="sm" c="red" role="alert" className="wrapped">
          {failure.message}
        </Text>
      )}
    </Stack>
  )
}
