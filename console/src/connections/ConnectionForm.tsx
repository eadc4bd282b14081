import { Accordion, Alert, Button, Group, NativeSelect, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState, type FormEvent, type ReactNode } from 'react'
import { Refused } from '../api/client'
import { Copy } from '../shown/Copy'
import { KINDS, type Connection, type Connector, type Kind } from './connections'
import { dropsSecret, fieldOf, isSigned, mistakes, secretName, type Draft } from './draft'

interface Props {
  draft: Draft
  set: (more: Partial<Draft>) => void
  connector: Connector
  before?: Connection
  /** What the choice of the connector looks like, where there is one. */
  choice?: ReactNode
  submit: () => void
  busy: boolean
  error: Error | null
  label: string
  failed: string
  cancel?: () => void
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512']

/** Everything that can be said of a connection. */
export function ConnectionForm({ draft, set, connector, before, choice, submit, busy, error, label, failed, cancel }: Props) {
  const [tried, setTried] = useState(false)
  const wrong = tried ? mistakes(draft, before) : {}
  const refusal = error instanceof Refused ? error : undefined
  const refusedField = fieldOf(refusal?.field)
  const said = (field: keyof Draft) => wrong[field] ?? (refusedField === field ? refusal?.message : undefined)
  const field = (name: keyof Draft) => ({
    value: draft[name],
    error: said(name),
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  })
  const kinds = connector.kinds.includes(draft.kind) ? connector.kinds : [...connector.kinds, draft.kind]
  const oauth = draft.kind === 'client' || draft.kind === 'signed' || draft.kind === 'code'
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(mistakes(draft, before)).length === 0) submit()
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md" maw={760}>
        {choice}
        <TextInput label="Connection name" required dir="auto" {...field('name')} />
        {draft.kind !== 'address' && (
          <TextInput
            label="Base URL"
            description={connector.baseUrl ? `Empty for ${connector.baseUrl}` : 'Where the system is, such as https://tickets.example.org/api'}
            placeholder={connector.baseUrl}
            {...field('baseUrl')}
          />
        )}
        <NativeSelect
          label="Authentication type"
          value={draft.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as Kind, secret: '' })}
          data={kinds.map((kind) => ({ value: kind, label: KINDS[kind] }))}
          description={connector.help}
        />
        {draft.kind === 'basic' && <TextInput label="User name" required autoComplete="off" {...field('username')} />}
        {draft.kind === 'header' && <TextInput label="Header name" required placeholder="X-Api-Key" {...field('headerName')} />}
        {oauth && (
          <>
            <TextInput label="Client ID" required autoComplete="off" {...field('clientId')} />
            <TextInput label="Token URL" required placeholder="https://id.example.org/oauth2/token" {...field('tokenUrl')} />
          </>
        )}
        {draft.kind === 'code' && (
          <>
            <TextInput label="Authorize URL" description="Where a person signs in and gives leave; a query may stand in it" required placeholder="https://id.example.org/oauth2/authorize" {...field('authorizeUrl')} />
            <RedirectAddress />
          </>
        )}
        {(draft.kind === 'client' || draft.kind === 'code') && (
          <NativeSelect
            label="How the client proves itself"
            value={draft.clientAuthentication}
            onChange={(event) => set({ clientAuthentication: event.currentTarget.value as Draft['clientAuthentication'], secret: '' })}
            data={[
              { value: 'basic', label: 'Secret in a header (usual)' },
              { value: 'post', label: 'Secret in the form' },
              ...(draft.kind === 'code'
                ? [
                    { value: 'private_key_jwt', label: 'Private key (JWT)' },
                    { value: 'none', label: 'Not at all: a public client' },
                  ]
                : []),
            ]}
          />
        )}
        {isSigned(draft) && (
          <Group grow align="flex-start">
            <NativeSelect label="Algorithm" value={draft.algorithm} onChange={(event) => set({ algorithm: event.currentTarget.value })} data={ALGORITHMS} />
            <TextInput label="Key ID" {...field('keyId')} />
          </Group>
        )}
        <SecretField draft={draft} set={set} before={before} mistake={said('secret')} />
        {oauth && (
          <Group grow align="flex-start" preventGrowOverflow={false}>
            <TextInput label="Scope" description="What the token is for, words with blanks between" {...field('scope')} />
            <TextInput label="Audience" description="Only where the other system wants it" {...field('audience')} />
          </Group>
        )}
        <Accordion variant="contained" multiple>
          <Accordion.Item value="reach">
            <Accordion.Control>Where it goes and how often</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="md">
                <Textarea
                  label="Allowed origins"
                  description="Where credentials may go beside the base URL’s origin; one in a line, such as https://files.example.org"
                  autosize
                  minRows={2}
                  maxRows={8}
                  {...field('allowedOrigins')}
                />
                <Textarea label="CA certificates" description="In PEM form: authorities that this connection believes beside the usual ones" autosize minRows={2} maxRows={8} className="mono" {...field('caCertificates')} />
                <Group align="flex-start">
                  <TextInput label="At most so many calls" inputMode="numeric" description="Empty for no limit" {...field('requests')} />
                  <TextInput label="within so many seconds" inputMode="numeric" description="1 to 3600" {...field('seconds')} />
                </Group>
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
          <Accordion.Item value="guard">
            <Accordion.Control>Guard rails</Accordion.Control>
            <Accordion.Panel>
              <Stack gap="md">
                <TextInput
                  label="Destructive actions of a flow in an hour"
                  description="Empty for the server’s setting, which is usually 20. The next action is not done, and the flow is switched to observe."
                  inputMode="numeric"
                  {...field('destructivePerHour')}
                />
                {connector.protects ? (
                  <Group grow align="flex-start" preventGrowOverflow={false}>
                    <Textarea label="Protected users" description="Ids, logins or addresses, one in a line" autosize minRows={3} maxRows={10} {...field('users')} />
                    <Textarea label="Protected groups" description="Ids or names, one in a line" autosize minRows={3} maxRows={10} {...field('groups')} />
                  </Group>
                ) : (
                  <Text size="sm" c="dimmed">
                    Only connections to Okta can protect users and groups.
                  </Text>
                )}
              </Stack>
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
        {error && (
          <Alert color="red" role="alert" variant="light" title={failed}>
            <Text size="sm" className="wrapped">
              {error.message}
            </Text>
          </Alert>
        )}
        {tried && Object.keys(wrong).length > 0 && (
          <Text size="sm" c="red" role="alert">
            {Object.values(wrong).join(' ')}
          </Text>
        )}
        <Group>
          <Button type="submit" loading={busy}>
            {label}
          </Button>
          {cancel && (
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

/** Goes in and never comes out. */
export function SecretField({ draft, set, before, mistake }: { draft: Draft; set: (more: Partial<Draft>) => void; before?: Connection; mistake?: string }) {
  const name = secretName(draft)
  if (!name) return null
  const keeps = before?.filled && !dropsSecret(before, draft)
  const shared = {
    label: name,
    description: keeps ? 'Leave it empty to keep the one it has' : before?.filled ? 'It would go elsewhere now, so send it again' : 'It is never shown again',
    required: !keeps,
    autoComplete: 'off',
    value: draft.secret,
    error: mistake,
    onChange: (event: { currentTarget: { value: string } }) => set({ secret: event.currentTarget.value }),
  }
  // A key has several lines, which a password field would lose.
  return isSigned(draft) ? <Textarea {...shared} placeholder="-----BEGIN PRIVATE KEY-----" autosize minRows={3} maxRows={12} spellCheck={false} className="mono" /> : <PasswordInput {...shared} />
}

function RedirectAddress() {
  const address = `${globalThis.location.origin}/oauth/callback`
  return (
    <Text size="sm" c="dimmed" component="div">
      Register this redirect address there: <span className="mono">{address}</span> <Copy text={address} label="Copy the redirect address" />
    </Text>
  )
}
