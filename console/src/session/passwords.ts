/** What is wrong with a new password; undefined when it may be sent. */
export function passwordProblem(password: string, again: string): string | undefined {
  if (password.length < 12) return 'The password needs at least 12 characters.'
  if (password.length > 200) return 'The password may have at most 200 characters.'
  return password === again ? undefined : 'The two passwords are not the same.'
}

/** Where single sign-on begins; afterwards the person comes back to that page. */
export function signOnAddress(path: string, here: string): string {
  return here.startsWith('/console/') && here !== '/console/' ? `${path}?next=${encodeURIComponent(here)}` : path
}
