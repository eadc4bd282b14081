import type { Permission } from '../session/session'

/** What each permission means, in words. A new one of the API does not compile until it has some. */
export const PERMISSIONS: Record<Permission, { label: string; about: string }> = {
  ingest: { label: 'Send events', about: 'Add events to the system log.' },
  read_log: { label: 'Read the system log', about: 'See and search all events.' },
  read_hooks: { label: 'See event hooks', about: 'Event hooks, their deliveries and event types.' },
  manage_hooks: { label: 'Manage event hooks', about: 'Create and change event hooks and event types, send again.' },
  preview: { label: 'Preview deliveries', about: 'Deliver an edited event to a receiver now, with the secret of its hook.' },
  read_flows: { label: 'See flows', about: 'Folders, flows, tables and the list of connections.' },
  manage_flows: { label: 'Manage flows', about: 'Build, import, switch and delete flows, folders and tables.' },
  run_flows: { label: 'Run flows', about: 'Start and cancel executions.' },
  read_executions: { label: 'Read executions', about: 'History with all its values, and the rows of tables.' },
  use_connections: { label: 'Use connections', about: 'Name a connection on a card and load choices with it.' },
  manage_connections: { label: 'Manage connections', about: 'Connections and their secrets, sources, alert rules.' },
  approve: { label: 'Decide approvals', about: 'Read what flows ask to be approved, and decide.' },
  halt: { label: 'Halt everything', about: 'Stop all flows at once, and end the halt.' },
  manage_users: { label: 'Manage people', about: 'People, roles and API tokens.' },
}

export const GROUPS: { label: string; permissions: Permission[] }[] = [
  { label: 'Events', permissions: ['read_log', 'ingest'] },
  { label: 'Event hooks', permissions: ['read_hooks', 'manage_hooks', 'preview'] },
  { label: 'Flows', permissions: ['read_flows', 'manage_flows', 'run_flows'] },
  { label: 'Executions', permissions: ['read_executions', 'approve', 'halt'] },
  { label: 'Connections', permissions: ['use_connections', 'manage_connections'] },
  { label: 'Administration', permissions: ['manage_users'] },
]

const ALL = GROUPS.flatMap((group) => group.permissions)

/** Some permissions in a line, in the order of the groups. */
export function inWords(permissions: readonly Permission[]): string {
  if (permissions.length === 0) return 'Nothing'
  if (ALL.every((permission) => permissions.includes(permission))) return 'Everything'
  return ALL.filter((permission) => permissions.includes(permission))
    .map((permission) => PERMISSIONS[permission].label)
    .join(', ')
}

/** Whether somebody may do all that; else the server refuses to give it or to act on it. */
export function covers(own: readonly Permission[], other: readonly Permission[]): boolean {
  return other.every((permission) => own.includes(permission))
}
