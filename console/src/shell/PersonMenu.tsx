import { ActionIcon, Button, Popover, SegmentedControl, Stack, Switch, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserCircle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useContext } from 'react'
import { SessionContext, signOut } from '../session/session'
import { PageLink } from '../shown/links'
import { useZone } from '../time/zone'

/** How the console looks, and signing out. */
export function PersonMenu() {
  const session = useContext(SessionContext)
  const [opened, { toggle, close }] = useDisclosure()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { zone, switchZone } = useZone()
  const queries = useQueryClient()

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
          <PageLink to="/account" onClick={close}>
            Your account: sessions{session.hasPassword ? ' and password' : ''}
          </PageLink>
          <Button variant="default" size="xs" onClick={() => void signOut(queries, false)}>
            Sign out
          </Button>
          <Button variant="default" size="xs" onClick={() => void signOut(queries, true)}>
            Sign out everywhere
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
