import { Code, Group, Paper, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { useMay } from '../session/session'
import '../shown/chart.css'
import { Page } from '../shown/Page'
import { Failed, Loading, Nothing } from '../shown/states'
import { State } from '../shown/Tone'
import { fitting, placesOf, shownValue, sourceOf } from './settings'

/** Every setting of the server: what it is, where from, and what it means. */
export function SettingsPage() {
  const mayRead = useMay('manage_users')
  const [typed, setTyped] = useState('')
  const [changed, setChanged] = useState(false)
  const settings = useQuery({ queryKey: ['settings'], queryFn: () => ask(api.GET('/api/hookline/v1/settings')), enabled: mayRead, staleTime: 60_000 })
  if (!mayRead) {
    return (
      <Page title="Settings">
        <Nothing title="Settings need a permission">Ask for manage_users.</Nothing>
      </Page>
    )
  }
  const found = fitting(settings.data ?? [], typed).filter((setting) => !changed || setting.isSet)
  return (
    <Page title="Settings" about="As the server read them when it started. They are read-only here: change the file, the environment or the command line, and start it again.">
      <Group align="flex-end" gap="lg">
        <TextInput label="Search settings" leftSection={<IconSearch size={16} aria-hidden />} className="grows" maw={420} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <Switch label="Only those that are set" mb={8} checked={changed} onChange={(event) => setChanged(event.currentTarget.checked)} />
      </Group>
      {settings.isPending && <Loading what="the settings" />}
      {settings.isError && <Failed error={settings.error} retry={() => void settings.refetch()} />}
      {settings.isSuccess && found.length === 0 && <Nothing title="No setting fits">Search by other words.</Nothing>}
      {found.length > 0 && (
        <Paper withBorder>
          <ul className="rows" aria-label="Settings">
            {found.map((setting) => (
              <li key={setting.name}>
                <Group justify="space-between" align="flex-start" gap="sm">
                  <Stack gap={2} className="grows">
                    <Title order={2} size="h6" className="mono">
                      {setting.name}
                    </Title>
                    <Text size="sm" className="wrapped">
                      {setting.help}
                    </Text>
                    <Text size="xs" c="dimmed" className="wrapped">
                      Takes {setting.expected}
                      {setting.standard !== null && `; default ${setting.standard}`}. Set by {placesOf(setting).join(', ')}.
                    </Text>
                  </Stack>
                  <Stack gap={4} align="flex-end" maw="100%">
                    <Code className="wrapped">{shownValue(setting)}</Code>
                    <State tone={setting.isSet ? 'busy' : 'still'}>{setting.isSet ? 'Set' : 'Default'}</State>
                    {setting.isSet && (
                      <Text size="xs" c="dimmed" className="mono">
                        {sourceOf(setting)}
                      </Text>
                    )}
                  </Stack>
                </Group>
              </li>
            ))}
          </ul>
        </Paper>
      )}
    </Page>
  )
}
