// Where a run takes place: a workspace with rooms, made by a founder before it; and how somebody takes their place.

import exec from 'k6/execution'
import { Person } from './person.js'
import { isLimited } from './rest.js'

/** How long people have to arrive before the talk begins. */
const ARRIVING_S = 4
/** How long after the talk everything accepted must have been heard everywhere. */
export const SETTLING_S = 20

/** Makes the stage: for setup(). `length` in seconds. */
export function prepare(rooms, length, people) {
  if (isLimited()) {
    exec.test.abort('This cluster limits rates, and a load test would measure the limits: start it with HUBBUB_RATE_LIMITS=off.')
  }
  const founder = new Person('founder')
  const slug = `load-${Date.now().toString(36)}`
  const workspace = founder.post('/workspaces', { name: 'Load', slug }).id
  const code = founder.post(`/workspaces/${workspace}/invites`, {}, '/workspaces/{id}/invites').code
  const ids = []
  for (let room = 1; room <= rooms; room += 1) {
    const wanted = { name: `room-${room}`, kind: 'public' }
    ids.push(founder.post(`/workspaces/${workspace}/channels`, wanted, '/workspaces/{id}/channels').id)
  }
  // Hashing passwords takes its time: each person may need a quarter of a second of two cores.
  const begin = Date.now() + (ARRIVING_S + people / 8) * 1000
  return { workspace, code, rooms: ids, begin, end: begin + length * 1000 }
}

/** Somebody new arrives in these rooms. */
export function arrive(stage, rooms) {
  const person = new Person('load')
  person.post(`/invites/${stage.code}/accept`, {}, '/invites/{code}/accept')
  for (const room of rooms) person.post(`/channels/${room}/join`, {}, '/channels/{id}/join')
  return person
}
