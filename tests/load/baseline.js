// A minute of an ordinary busy day: what it costs and how long a delivery takes. Compare it with itself, before and after
// a change.

import { neighbours } from './lib/neighbours.js'

const script = neighbours('baseline', { people: 20, sockets: 25, rate: 40, length: 60 }, sockets => ({
  ws_delivery: ['p(99)<2000'],
  ws_connected: [`count>=${sockets}`],
  http_req_failed: ['rate<0.01'],
}))

export const options = script.options
export const setup = script.setup
export const people = script.people
export const handleSummary = script.handleSummary
