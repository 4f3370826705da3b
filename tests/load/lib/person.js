// Somebody with an account of their own, whose access token stays fresh.

import { call } from './rest.js'

const FRESH_FOR_MS = 5 * 60 * 1000
// Only throw-away accounts have it.
const PASSWORD = 'a load test at 3 in the morning'

export class Person {
  /** Signs up under a name that nobody has. */
  constructor(name) {
    const unique = `${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 5).toString(36)}`
    this.handle = `${name}${unique}`.slice(0, 32)
    this.email = `${this.handle}@load.example`
    this.keep(
      call('POST', '/auth/signup', {
        email: this.email,
        handle: this.handle,
        display_name: name,
        password: PASSWORD,
      }),
    )
  }

  /** Signs in again, as people do whose session is gone. */
  logIn() {
    this.keep(call('POST', '/auth/login', { login: this.email, password: PASSWORD }))
  }

  keep(answer) {
    if (answer === null) throw new Error(`${this.handle} could not sign in`)
    this.access = answer.access_token
    this.successor = answer.refresh_token
    this.since = Date.now()
    if (answer.user) this.id = answer.user.id
  }

  /** An access token that holds for some minutes more. */
  token() {
    if (Date.now() - this.since > FRESH_FOR_MS) {
      this.keep(call('POST', '/auth/refresh', { refresh_token: this.successor }))
    }
    return this.access
  }

  get(path, name) {
    return call('GET', path, undefined, this.token(), name)
  }

  post(path, body = {}, name = path) {
    return call('POST', path, body, this.token(), name)
  }
}
