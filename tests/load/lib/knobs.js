// What a run can be told: environment variables, each with what it is when nobody says anything.

export const BASE = (__ENV.HUBBUB_URL || 'http://localhost:8080').replace(/\/+$/, '')
export const SOCKETS_AT = `${BASE.replace(/^http/, 'ws')}/ws`

/** Where the reports go; without a folder only the table is shown. */
export const REPORTS = __ENV.REPORTS || ''

/** A number from the environment. */
export function number(name, usual) {
  const value = Number(__ENV[name] || usual)
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} is ${__ENV[name]}: it is a number from 0`)
  return value
}
