import { Kbd, Modal, SimpleGrid, Table, Title } from '@mantine/core'
import { KEYS } from './shortcuts'

export function ShortcutsDialog({ close }: { close: () => void }) {
  return (
    <Modal opened onClose={close} title="Keys" size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {KEYS.map((group) => (
          <section key={group.about} aria-label={group.about}>
            <Title order={3} size="h5" mb="xs">
              {group.about}
            </Title>
            <Table verticalSpacing={4}>
              <Table.Tbody>
                {group.keys.map(([keys, does]) => (
                  <Table.Tr key={keys}>
                    <Table.Td w={150}>
                      <Kbd size="xs">{keys}</Kbd>
                    </Table.Td>
                    <Table.Td>{does}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </SimpleGrid>
    </Modal>
  )
}
