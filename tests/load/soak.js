// The same for an hour or a night: what grows, leaks or expires shows. Tokens are renewed on the way. LENGTH_S=28800

import { neighbours } from './lib/neighbours.js'

const script = neighbours('soak', { people: 10, sockets: 20, rate: 20, length: 3600 }, sockets => ({
  ws_delivery: ['p(99)<2000'],
  ws_connected: [`count>=${sockets}`],
  http_req_failed: ['rate<0.01'],
}))

export const options = script.options
export const setup = script.setup
export const people = script.people
export const handleSummary = script.handleSummary
