// All gateways are restarted one after the other while people talk: `make load S=rolling-restart` does it, or the command
// in HUBBUB_ROLL. Sockets move and nothing is lost.

import { neighbours } from './lib/neighbours.js'

const script = neighbours('rolling-restart', { people: 20, sockets: 15, rate: 30, length: 60 }, sockets => ({
  // Every socket was on some gateway, and every gateway went.
  ws_resumed: [`count>=${sockets}`],
  ws_drained: ['count>0'],
  ws_back: ['p(99)<15000'],
}))

export const options = script.options
export const setup = script.setup
export const people = script.people
export const handleSummary = script.handleSummary
