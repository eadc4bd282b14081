import { Checkbox, Fieldset, Stack } from '@mantine/core'
import { useContext } from 'react'
import type { Schemas } from '../api/client'
import { SessionContext, type Permission } from '../session/session'
import { covers, GROUPS, inWords, PERMISSIONS } from './permissions'

/** Permissions by what they mean; only those that the person has can be given. */
export function ChoosePermissions({ chosen, choose, error }: { chosen: Permission[]; choose: (permissions: Permission[]) => void; error?: string }) {
  const own = useContext(SessionContext).permissions ?? []
  return (
    <Checkbox.Group value={chosen} onChange={(values) => choose(values as Permission[])} label="May do" error={error} errorProps={{ role: 'alert' }}>
      <Stack gap="xs" mt="xs">
        {GROUPS.map((group) => {
          const offered = group.permissions.filter((permission) => own.includes(permission))
          return (
            offered.length > 0 && (
              <Fieldset key={group.label} legend={group.label} p="sm">
                <Stack gap="xs">
                  {offered.map((permission) => (
                    <Checkbox key={permission} value={permission} label={PERMISSIONS[permission].label} description={PERMISSIONS[permission].about} />
                  ))}
                </Stack>
              </Fieldset>
            )
          )
        })}
      </Stack>
    </Checkbox.Group>
  )
}

/** Roles by what they allow; one that allows more than the person may do is not offered, unless it is chosen already. */
export function ChooseRoles({
  roles,
  chosen,
  choose,
  kept = [],
  disabled = false,
  error,
}: {
  roles: Schemas['Role'][]
  chosen: string[]
  choose: (roles: string[]) => void
  kept?: string[]
  disabled?: boolean
  error?: string
}) {
  const own = useContext(SessionContext).permissions ?? []
  const offered = roles.filter((role) => covers(own, role.permissions) || kept.includes(role.id))
  return (
    <Checkbox.Group value={chosen} onChange={choose} label="Roles" error={error} errorProps={{ role: 'alert' }}>
      <Stack gap="sm" mt="xs">
        {offered.map((role) => (
          <Checkbox
            key={role.id}
            value={role.id}
            disabled={disabled}
            classNames={{ body: 'wrapped' }}
            label={<span dir="auto">{role.name}</span>}
            description={role.description || inWords(role.permissions)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
