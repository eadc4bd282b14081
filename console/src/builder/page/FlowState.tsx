import { Button, Popover, Stack, Switch, Text } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { refreshFlows, type Flow } from '../../flows/flows'
import { FlowSwitch } from '../../flows/FlowSwitch'
import { useMay } from '../../session/session'
import { PageLink } from '../../shown/links'
import { State } from '../../shown/Tone'

const STATES = { on: { tone: 'good', label: 'Flow is ON' }, observe: { tone: 'busy', label: 'Flow OBSERVES' }, off: { tone: 'still', label: 'Flow is OFF' } } as const

/** Whether the flow runs and keeps its data: of the saved version, whatever is being changed here. */
export function FlowState({ flow, changed }: { flow: Flow; changed: boolean }) {
  const queries = useQueryClient()
  const mayManage = useMay('manage_flows')
  const save = useMutation({
    mutationFn: (saveData: boolean) => ask(api.PUT('/api/hookline/v1/flows/{id}', { params: { path: { id: flow.id } }, body: { saveData } })),
    onSettled: () => refreshFlows(queries),
  })
  const state = STATES[flow.mode]
  return (
    <Popover position="bottom-start" withinPortal trapFocus shadow="md" width={340}>
      <Popover.Target>
        <Button variant="default" size="xs" rightSection={<IconChevronDown size={14} aria-hidden />} aria-haspopup="dialog">
          <State tone={state.tone}>{state.label}</State>
          <Text span size="xs" c="dimmed" ml="xs" visibleFrom="md">
            {flow.saveData ? 'Saving data' : 'Not saving data'}
          </Text>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="State of the flow">
        <Stack gap="sm">
          <FlowSwitch flow={flow} size="sm" />
          <Switch
            label="Save all data that passes through the flow"
            checked={save.isPending ? save.variables : flow.saveData}
            disabled={!mayManage || save.isPending}
            onChange={(event) => save.mutate(event.currentTarget.checked)}
          />
          {save.error && (
            <Text size="xs" c="red" role="alert" className="wrapped">
              {save.error.message}
            </Text>
          )}
          {changed && <Text size="xs">What is on is the saved version {flow.version}, without what was changed since.</Text>}
          {flow.problems.length > 0 && (
            <Text size="xs" c="dimmed">
              {flow.problems.length === 1 ? 'One thing is left to set or to know.' : `${flow.problems.length} things are left to set or to know.`}
            </Text>
          )}
          <PageLink to="/flows/setup" search={{ flow: flow.id }}>
            Before you turn this on
          </PageLink>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
