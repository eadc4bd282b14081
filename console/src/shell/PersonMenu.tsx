import { ActionIcon, Anchor, Button, Popover, SegmentedControl, Stack, Switch, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import { api, ask } from '../api/client'
import { changeSession, SessionContext, sessionQuery } from '../session/session'
import { useZone } from '../time/zone'

/** How the console looks, and signing out. */
export function PersonMenu() {
  const session = useContext(SessionContext)
  const [opened, { toggle, close }] = useDisclosure()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { zone, switchZone } = useZone()
  const queries = useQueryClient()

  const signOut = async (everywhere: boolean) => {
    await ask(api.DELETE('/api/hookline/v1/session', { params: { query: { everywhere } } })).catch(() => undefined)
    changeSession(queries, { signedIn: false })
    await queries.invalidateQueries({ queryKey: sessionQuery.queryKey })
  }

  return (
    <Popover opened={opened} onChange={(open) => !open && close()} position="bottom-end" width={270} trapFocus withRoles={false} shadow="md">
      <Popover.Target>
        <ActionIcon variant="default" size={30} onClick={toggle} aria-label={`Signed in as ${session.name ?? 'somebody'}: settings`} aria-expanded={opened} aria-haspopup="dialog">
          <IconUserCircle size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Settings">
        <Stack gap="sm">
          <Text size="sm" className="wrapped">
            Signed in as <b>{session.name}</b>
          </Text>
          <SegmentedControl
            aria-label="Colours"
            size="xs"
            fullWidth
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
            data={[
              { value: 'auto', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
          <Switch label="Show times in UTC" checked={zone === 'utc'} onChange={switchZone} />
          <Anchor href="/password" size="sm" underline="always">
            Change the password
          </Anchor>
          <Button variant="default" size="xs" onClick={() => void signOut(false)}>
            Sign out
          </Button>
          <Button variant="default" size="xs" onClick={() => void signOut(true)}>
            Sign out everywhere
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
