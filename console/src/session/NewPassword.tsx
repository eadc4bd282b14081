import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { passwordProblem } from './passwords'

/** A password that is chosen, twice, and what is still wrong with it. */
export function useNewPassword() {
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const problem = passwordProblem(password, again)
  return {
    password,
    again,
    problem,
    setPassword,
    setAgain,
    isChosen: password !== '' && problem === undefined,
    clear: () => {
      setPassword('')
      setAgain('')
    },
  }
}

/** The two fields of it. */
export function NewPassword({ label, chosen }: { label: string; chosen: ReturnType<typeof useNewPassword> }) {
  const { password, again, problem } = chosen
  return (
    <>
      <PasswordInput
        label={label}
        description="At least 12 characters, for example a few unrelated words."
        name="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={(event) => chosen.setPassword(event.currentTarget.value)}
      />
      <PasswordInput
        label="Repeat it"
        name="again"
        autoComplete="new-password"
        required
        error={again !== '' && password !== '' ? problem : undefined}
        value={again}
        onChange={(event) => chosen.setAgain(event.currentTarget.value)}
      />
    </>
  )
}
