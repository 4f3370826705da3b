// REST as a client uses it: asked again with patience, and every answer that is not the expected one is a failed check.

import { check, sleep } from 'k6'
import http from 'k6/http'
import { BASE } from './knobs.js'

const TRIES = 6
const LONGEST_WAIT_S = 5

/** One request below /api/v1; what it answers, parsed, or null. Asks again on 429, 503 and a lost connection. */
export function call(method, path, body, token, name = path) {
  const headers = { 'Content-Type': 'application/json' }
  if (token) headers.Authorization = `Bearer ${token}`
  const sent = body === undefined ? null : JSON.stringify(body)
  let answer
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    answer = http.request(method, `${BASE}/api/v1${path}`, sent, { headers, tags: { name }, timeout: '20s' })
    if (![0, 429, 502, 503].includes(answer.status)) break
    sleep(Math.min(Number(answer.headers['Retry-After'] || 0.2 * attempt), LONGEST_WAIT_S))
  }
  const good = check(answer, { [`${method} ${name}`]: one => one.status >= 200 && one.status < 300 })
  if (!good) {
    console.error(`${method} ${path}: ${answer.status} ${answer.body || answer.error}`)
    return null
  }
  return answer.body ? answer.json() : null
}

/** Whether rate limits are on here: then load would measure them. */
export function isLimited() {
  const answer = http.get(`${BASE}/api/v1/auth/methods`, { tags: { name: '/auth/methods' } })
  return answer.headers['Ratelimit'] !== undefined || answer.headers['Ratelimit-Policy'] !== undefined
}
