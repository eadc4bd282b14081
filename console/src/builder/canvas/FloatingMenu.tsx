import { Menu } from '@mantine/core'
import type { ReactNode } from 'react'

export interface MenuItem {
  label: string
  icon?: ReactNode
  /** Which key does the same. */
  keys?: string
  danger?: boolean
  disabled?: boolean
  act: () => void
}

/** One menu for all cards: hundreds of closed ones would cost more than the cards. */
export function FloatingMenu({ items, from, label, close }: { items: MenuItem[]; from: HTMLElement; label: string; close: () => void }) {
  const { left, bottom, width } = from.getBoundingClientRect()
  const leave = () => {
    close()
    if (from.isConnected) from.focus({ preventScroll: true })
  }
  return (
    <Menu opened onClose={leave} position="bottom-start" returnFocus={false} withinPortal trapFocus shadow="md" width={240}>
      <Menu.Target>
        <span aria-hidden style={{ position: 'fixed', left: left + width / 2 - 8, top: bottom, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        {items.map((item) => (
          <Menu.Item
            key={item.label}
            leftSection={item.icon}
            rightSection={item.keys && <span className="builder-keys">{item.keys}</span>}
            color={item.danger ? 'red' : undefined}
            disabled={item.disabled}
            onClick={() => {
              close()
              item.act()
            }}
          >
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
