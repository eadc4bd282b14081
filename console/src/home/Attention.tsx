import { Box, Button, Group, Paper, Text } from '@mantine/core'
import { useState } from 'react'
import { PageLink } from '../shown/links'
import { Failed, Loading } from '../shown/states'
import { State } from '../shown/Tone'
import '../shown/chart.css'
import { useAttention } from './useAttention'

/** So many are shown at first: the worst. */
const FEW = 8

const WORDS = { bad: 'Broken', attention: 'Needs a look', busy: 'Waits for you' } as const

/** What needs somebody, the worst first; each leads to where it is mended. */
export function Attention({ calm }: { calm: string }) {
  const { items, isPending, errors, again } = useAttention()
  const [all, setAll] = useState(false)
  const shown = all ? items : items.slice(0, FEW)
  if (isPending && items.length === 0) return <Loading what="what needs attention" rows={2} />
  return (
    <>
      {items.length === 0 && errors.length === 0 && (
        <Paper withBorder p="md">
          <Group gap="sm">
            <State tone="good">All well</State>
            <Text size="sm">{calm}</Text>
          </Group>
        </Paper>
      )}
      {items.length > 0 && (
        <Paper withBorder>
          <ul className="rows" aria-label="What needs attention">
            {shown.map((item) => (
              <li key={item.key}>
                <Group gap="sm" align="flex-start">
                  <State tone={item.tone}>{WORDS[item.tone]}</State>
                  <Box className="grows">
                    <PageLink {...item.go} fw={600} className="wrapped" dir="auto" underline="hover" lineClamp={2}>
                      {item.what}
                    </PageLink>
                    <Text size="sm" c="dimmed" className="wrapped">
                      {item.label}
                      {item.why && `: ${item.why}`}
                    </Text>
                  </Box>
                </Group>
              </li>
            ))}
          </ul>
        </Paper>
      )}
      {shown.length < items.length && (
        <Group>
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            Show all {items.length.toLocaleString()}
          </Button>
        </Group>
      )}
      {errors[0] && <Failed error={errors[0]} retry={again} />}
    </>
  )
}
