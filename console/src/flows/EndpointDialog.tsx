import { Alert, Button, Code, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { useMay } from '../session/session'
import { Copy } from '../shown/Copy'
import { curl } from './curl'
import { refreshFlows, type Flow } from './flows'

export type Level = Schemas['SecurityLevel']

const LEVELS: { value: Level; label: string; about: string }[] = [
  { value: 'oauth', label: 'Secure with OAuth 2.0', about: 'Callers send an access token of the issuer that the server trusts.' },
  { value: 'clientToken', label: 'Secure with client token', about: 'Callers send the token below, in the URL or in the header x-api-client-token.' },
  { value: 'open', label: 'None (public service)', about: 'Anyone who knows the URL can call it.' },
  { value: 'slackSignature', label: 'Signed by Slack', about: 'Slack signs each request for the app whose signing secret the flow has.' },
]

const LATER = 'Shown after the first save'

interface Props {
  /** Missing until the first save: then there are no addresses yet. */
  flow?: Flow & { clientToken?: string | null }
  level: Level
  setLevel: (level: Level) => void
  /** Whether the level can be changed now. */
  mayChange: boolean
  /** When a changed level counts. */
  about?: string
  error?: Error | null
  /** Further steps, such as a hook for this endpoint. */
  children?: ReactNode
  opened: boolean
  close: () => void
}

/** Who may call an endpoint, and how. */
export function EndpointDialog({ flow, level, setLevel, mayChange, about, error, children, opened, close }: Props) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const [asking, setAsking] = useState(false)
  const rotate = useMutation({
    mutationFn: (id: string) => ask(api.POST('/api/hookline/v1/flows/{id}/rotate', { params: { path: { id } } })),
    onSuccess: () => setAsking(false),
    onSettled: () => refreshFlows(queries),
  })
  const token = rotate.data?.clientToken ?? flow?.clientToken ?? undefined
  const plain = flow?.invokeUrl?.split('?')[0] ?? ''
  const shownUrl = level === 'clientToken' && token ? `${plain}?clientToken=•••` : plain
  const url = level === 'clientToken' && token ? `${plain}?clientToken=${token}` : plain
  return (
    <Modal opened={opened} onClose={close} title="API Endpoint settings" size="lg" closeButtonProps={{ 'aria-label': 'Close' }} onExitTransitionEnd={rotate.reset}>
      <Stack>
        <Radio.Group label="Security level" description={about} value={level} onChange={(value) => setLevel(value as Level)}>
          <Stack gap="xs" mt="xs">
            {LEVELS.filter((one) => one.value !== 'slackSignature' || level === 'slackSignature').map((one) => (
              <Radio key={one.value} value={one.value} label={one.label} description={one.about} disabled={!mayChange} />
            ))}
          </Stack>
        </Radio.Group>
        {error && (
          <Text size="sm" c="red" role="alert" className="wrapped">
            {error.message}
          </Text>
        )}
        <Address label="Alias" shown={flow?.alias ?? ''} copy="Copy the alias" />
        <Address label="Invoke URL" shown={shownUrl} copied={url} copy="Copy the Invoke URL" />
        <Address label="Resume URL" about="The id of the execution is appended" shown={flow?.resumeUrl ?? ''} copy="Copy the Resume URL" />
        {level === 'clientToken' && !flow && <TextInput label="Client token" readOnly value="" placeholder={LATER} />}
        {level === 'clientToken' && mayManage && token && (
          <Group gap="xs" align="flex-end">
            <TextInput label="Client token" className="grows" readOnly value={rotate.data ? token : '••••••••••••'} rightSection={<Copy text={token} label="Copy the client token" />} />
            <Button variant="default" onClick={() => setAsking(true)}>
              Rotate token
            </Button>
          </Group>
        )}
        {asking && flow && (
          <Alert color="orange" variant="light" title="The token of now stops working at once">
            <Text size="sm">Whoever calls this endpoint needs the new one, event hooks too.</Text>
            <Group mt="sm" gap="xs">
              <Button size="xs" color="red.9" loading={rotate.isPending} onClick={() => rotate.mutate(flow.id)}>
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
        {flow && (
          <div>
            <Group justify="space-between">
              <Text size="sm" fw={500}>
                Call it from a shell
              </Text>
              <Copy text={curl(plain, level, token)} label="Copy the curl line" />
            </Group>
            <Code block>{curl(plain, level, token && !rotate.data ? '•••' : token)}</Code>
          </div>
        )}
        <Group justify="space-between">
          <div>{children}</div>
          <Button variant="default" onClick={close}>
            Close
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Address({ label, about, shown, copied = shown, copy }: { label: string; about?: string; shown: string; copied?: string; copy: string }) {
  return <TextInput label={label} description={about} readOnly value={shown} placeholder={LATER} rightSection={copied ? <Copy text={copied} label={copy} /> : undefined} />
}
