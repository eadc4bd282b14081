import { AppShell, Box, Burger, Button, Group, Kbd, ScrollArea, Text } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { IconActivity, IconBell, IconChecklist, IconHistory, IconHome, IconId, IconKey, IconListDetails, IconPlug, IconPlugConnected, IconSearch, IconSettings, IconTable, IconTemplate, IconTags, IconTopologyStar3, IconUsers, IconWebhook } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useContext, useEffect, useRef } from 'react'
import icon from '../icon.svg'
import { HaltBanner, HaltButton } from './HaltBanner'
import { mayOpen } from './pages'
import { PersonMenu } from './PersonMenu'
import { ReachBanner } from './Reach'
import { MenuLink, PageLink } from '../shown/links'
import { SessionContext } from '../session/session'

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })))

const ICON = { size: 18, stroke: 1.6, 'aria-hidden': true } as const

/** The menu, as users of the original know it. */
const MENU = [
  {
    label: 'Start',
    pages: [{ to: '/', label: 'Home', icon: <IconHome {...ICON} /> }],
  },
  {
    label: 'Workflow',
    pages: [
      { to: '/event-hooks', label: 'Event Hooks', icon: <IconWebhook {...ICON} /> },
      { to: '/flows', label: 'Workflows Console', icon: <IconTopologyStar3 {...ICON} /> },
      { to: '/executions', label: 'Execution History', icon: <IconHistory {...ICON} /> },
      { to: '/templates', label: 'Templates', icon: <IconTemplate {...ICON} /> },
      { to: '/tables', label: 'Tables', icon: <IconTable {...ICON} /> },
      { to: '/connections', label: 'Connections', icon: <IconPlug {...ICON} /> },
      { to: '/approvals', label: 'Approvals', icon: <IconChecklist {...ICON} /> },
    ],
  },
  {
    label: 'Reports',
    pages: [
      { to: '/system-log', label: 'System Log', icon: <IconListDetails {...ICON} /> },
      { to: '/event-types', label: 'Event Types', icon: <IconTags {...ICON} /> },
      { to: '/alerts', label: 'Alerts', icon: <IconBell {...ICON} /> },
    ],
  },
  {
    label: 'Server',
    pages: [
      { to: '/sources', label: 'Sources', icon: <IconPlugConnected {...ICON} /> },
      { to: '/status', label: 'Status', icon: <IconActivity {...ICON} /> },
      { to: '/settings', label: 'Settings', icon: <IconSettings {...ICON} /> },
    ],
  },
  {
    label: 'Security',
    pages: [
      { to: '/people', label: 'People', icon: <IconUsers {...ICON} /> },
      { to: '/roles', label: 'Roles', icon: <IconId {...ICON} /> },
      { to: '/api-tokens', label: 'API Tokens', icon: <IconKey {...ICON} /> },
    ],
  },
] as const

/** Pages that need the whole window: the menu is behind its button. */
const WHOLE_WINDOW = /^\/flows\/(new|[^/]+\/edit)$/

/** What is around every page. */
export function Shell() {
  const [menu, { toggle, close }] = useDisclosure()
  const [palette, { open: openPalette, close: closePalette }] = useDisclosure()
  const { permissions = [] } = useContext(SessionContext)
  const menuOf = MENU.map((group) => ({ ...group, pages: group.pages.filter(({ to }) => mayOpen(to, permissions)) })).filter(({ pages }) => pages.length > 0)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const whole = WHOLE_WINDOW.test(path)
  const content = useRef<HTMLDivElement>(null)
  const arrived = useRef(path)
  useHotkeys([['mod+K', openPalette]], [])

  useEffect(() => {
    close()
    // Keyboard and screen reader go on in the new page; the first one is not ours to take.
    if (arrived.current !== path) content.current?.focus({ preventScroll: true })
    arrived.current = path
  }, [path, close])

  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !menu, desktop: whole && !menu } }} padding={whole ? 0 : { base: 'md', md: 'xl' }}>
      <a
        className="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          content.current?.focus()
        }}
      >
        Skip to content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="sm">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={menu} onClick={toggle} hiddenFrom={whole ? undefined : 'sm'} size="sm" aria-label={menu ? 'Close the menu' : 'Open the menu'} aria-expanded={menu} />
            <PageLink to="/" underline="never" c="inherit" aria-label="Hookline, home">
              <Group gap={8} wrap="nowrap">
                <img src={icon} alt="" width={26} height={26} />
                <Text fw={650} visibleFrom="xs">
                  Hookline
                </Text>
              </Group>
            </PageLink>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button variant="default" size="xs" onClick={openPalette} leftSection={<IconSearch size={15} aria-hidden />} aria-keyshortcuts="Control+K Meta+K">
              Search
              <Kbd size="xs" ml="sm" visibleFrom="sm">
                Ctrl K
              </Kbd>
            </Button>
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages">
        <AppShell.Section grow component={ScrollArea}>
          {menuOf.map((group) => (
            <Box key={group.label} mb="xs" role="group" aria-label={group.label}>
              <Text size="xs" fw={600} c="dimmed" px="sm" mb={2} aria-hidden>
                {group.label}
              </Text>
              {group.pages.map((page) => {
                const here = path === page.to || (page.to !== '/' && path.startsWith(page.to + '/'))
                return (
                  <MenuLink
                    key={page.to}
                    to={page.to}
                    py={5}
                    label={page.label}
                    leftSection={page.icon}
                    active={here}
                    aria-current={here ? 'page' : undefined}
                    variant="light"
                  />
                )
              })}
            </Box>
          ))}
        </AppShell.Section>
        <AppShell.Section>
          <Box px="sm" pb="sm">
            <HaltButton />
          </Box>
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main>
        <ReachBanner />
        <HaltBanner />
        <Box ref={content} id="content" tabIndex={-1} className="skip-content" maw={whole ? undefined : 1280}>
          <Outlet />
        </Box>
      </AppShell.Main>
      {palette && (
        <Suspense>
          <Palette close={closePalette} />
        </Suspense>
      )}
    </AppShell>
  )
}
