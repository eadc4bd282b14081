import { Alert, Button, Code, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCode } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { useMay } from '../session/session'
import { Copy } from '../shown/Copy'
import { curl } from './curl'
import { refreshFlows, type Flow } from './flows'

type Level = Schemas['SecurityLevel']

const LEVELS: { value: Level; label: string; about: string }[] = [
  { value: 'oauth', label: 'Secure with OAuth 2.0', about: 'Callers send an access token of the issuer that the server trusts.' },
  { value: 'clientToken', label: 'Secure with client token', about: 'Callers send the token below, in the URL or in the header x-api-client-token.' },
  { value: 'open', label: 'None (public service)', about: 'Anyone who knows the URL can call it.' },
  { value: 'slackSignature', label: 'Signed by Slack', about: 'Slack signs each request for the app whose signing secret the flow has.' },
]

/** Who may call an endpoint, and how: the dialog behind `</>`. */
export function EndpointSettings({ flow }: { flow: Flow & { clientToken?: string | null } }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const [opened, { open, close }] = useDisclosure()
  const [asking, setAsking] = useState(false)
  const level = flow.securityLevel ?? 'clientToken'
  const params = { params: { path: { id: flow.id } } }
  const secure = useMutation({
    mutationFn: (next: Level) => ask(api.PUT('/api/hookline/v1/flows/{id}', { ...params, body: { securityLevel: next } })),
    onSettled: () => refreshFlows(queries),
  })
  const rotate = useMutation({
    mutationFn: () => ask(api.POST('/api/hookline/v1/flows/{id}/rotate', params)),
    onSuccess: () => setAsking(false),
    onSettled: () => refreshFlows(queries),
  })
  const token = rotate.data?.clientToken ?? flow.clientToken ?? undefined
  const plain = flow.invokeUrl?.split('?')[0] ?? ''
  const shownUrl = level === 'clientToken' && token ? `${plain}?clientToken=•••` : plain
  const url = level === 'clientToken' && token ? `${plain}?clientToken=${token}` : plain
  return (
    <>
      <Button variant="default" leftSection={<IconCode size={16} aria-hidden />} onClick={open}>
        API Endpoint settings
      </Button>
      <Modal opened={opened} onClose={close} title="API Endpoint settings" size="lg" closeButtonProps={{ 'aria-label': 'Close' }} onExitTransitionEnd={rotate.reset}>
        <Stack>
          <Radio.Group label="Security level" value={level} onChange={(value) => secure.mutate(value as Level)}>
            <Stack gap="xs" mt="xs">
              {LEVELS.filter((one) => one.value !== 'slackSignature' || level === 'slackSignature').map((one) => (
                <Radio key={one.value} value={one.value} label={one.label} description={one.about} disabled={!mayManage || secure.isPending} />
              ))}
            </Stack>
          </Radio.Group>
          {secure.error && (
            <Text size="sm" c="red" role="alert" className="wrapped">
              {secure.error.message}
            </Text>
          )}
          <TextInput label="Alias" readOnly value={flow.alias ?? ''} rightSection={<Copy text={flow.alias ?? ''} label="Copy the alias" />} />
          <TextInput label="Invoke URL" readOnly value={shownUrl} rightSection={<Copy text={url} label="Copy the Invoke URL" />} />
          <TextInput label="Resume URL" description="The id of the execution is appended" readOnly value={flow.resumeUrl ?? ''} rightSection={<Copy text={flow.resumeUrl ?? ''} label="Copy the Resume URL" />} />
          {level === 'clientToken' && mayManage && token && (
            <Group gap="xs" align="flex-end">
              <TextInput label="Client token" className="grows" readOnly value={rotate.data ? token : '••••••••••••'} rightSection={<Copy text={token} label="Copy the client token" />} />
              <Button variant="default" onClick={() => setAsking(true)}>
                Rotate token
              </Button>
            </Group>
          )}
          {asking && (
            <Alert color="orange" variant="light" title="The token of now stops working at once">
              <Text size="sm">Whoever calls this endpoint needs the new one, event hooks too.</Text>
              <Group mt="sm" gap="xs">
                <Button size="xs" color="red.9" loading={rotate.isPending} onClick={() => rotate.mutate()}>
                  Make a new token
                </Button>
                <Button size="xs" variant="default" onClick={() => setAsking(false)}>
                  Keep it
                </Button>
              </Group>
            </Alert>
          )}
          {rotate.data && (
            <Alert color="green" variant="light" role="status" title="This is the new client token">
              <Text size="sm">It is shown until you close this dialog. Copy it now; afterwards it is only copied, not shown.</Text>
            </Alert>
          )}
          {rotate.error && (
            <Text size="sm" c="red" role="alert" className="wrapped">
              {rotate.error.message}
            </Text>
          )}
          <div>
            <Group justify="space-between">
              <Text size="sm" fw={500}>
                Call it from a shell
              </Text>
              <Copy text={curl(plain, level, token)} label="Copy the curl line" />
            </Group>
            <Code block>{curl(plain, level, token && !rotate.data ? '•••' : token)}</Code>
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
