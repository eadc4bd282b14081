import { Button, Group, Stack, Text } from '@mantine/core'
import type { Schemas } from '../api/client'
import { Time } from '../time/Time'
import { State } from '../shown/Tone'
import { browserName } from './browser'

/** Where somebody is signed in. */
export function SessionTable({ sessions, end, ending }: { sessions: Schemas['OpenSession'][]; end?: (id: string) => void; ending?: string }) {
  return (
    <Stack gap="md" component="ul" m={0} p={0} className="plain-list" aria-label="Sessions">
      {sessions.map((session) => (
        <Group key={session.id} component="li" justify="space-between" align="flex-start" gap="xs">
          <div className="grows">
            <Group gap="xs">
              <Text size="sm" fw={600} title={session.browser} className="wrapped">
                {browserName(session.browser)}
              </Text>
              {session.current && <State tone="good">This browser</State>}
            </Group>
            <Text size="xs" c="dimmed" className="wrapped">
              {session.address ? `From ${session.address}` : 'From an unknown address'}
              {session.signIn === 'identity_provider' ? ', by single sign-on' : ''}; since <Time at={session.created} />, last used <Time at={session.lastUsed} />
            </Text>
          </div>
          {end && !session.current && (
            <Button variant="default" size="xs" loading={ending === session.id} onClick={() => end(session.id)} aria-label={`Sign out ${browserName(session.browser)}`}>
              Sign out
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  )
}
