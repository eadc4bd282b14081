import { Alert, Code, Group, Stack, Text } from '@mantine/core'
import { Copy } from './Copy'

/** A secret that is shown this once, with what is done with it. */
export function Once({ title, secret, lines }: { title: string; secret: string; lines: { label: string; text: string }[] }) {
  return (
    <Alert color="blue" variant="light" title={title} role="status">
      <Stack gap="xs">
        <Text size="sm">Copy it now: it is not shown again.</Text>
        <Group gap={6} wrap="nowrap" align="flex-start">
          <Code block className="grows">
            {secret}
          </Code>
          <Copy text={secret} label="Copy the secret" />
        </Group>
        {lines.map(({ label, text }) => (
          <div key={label}>
            <Text size="xs" fw={600}>
              {label}
            </Text>
            <Group gap={6} wrap="nowrap" align="flex-start">
              <Code block className="grows">
                {text}
              </Code>
              <Copy text={text} label={`Copy: ${label}`} />
            </Group>
          </div>
        ))}
      </Stack>
    </Alert>
  )
}
