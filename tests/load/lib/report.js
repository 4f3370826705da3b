// What a run leaves: the whole summary as JSON, and a table for whoever reads.

import { REPORTS } from './knobs.js'

const ROWS = [
  ['messages accepted', 'ws_accepted', 'count'],
  ['deliveries', 'ws_delivered', 'count'],
  ['deliveries a second', 'ws_delivered', 'rate'],
  ['delivery, median ms', 'ws_delivery', 'med'],
  ['delivery, p95 ms', 'ws_delivery', 'p(95)'],
  ['delivery, p99 ms', 'ws_delivery', 'p(99)'],
  ['send to answer, p95 ms', 'ws_answer', 'p(95)'],
  ['REST, p95 ms', 'http_req_duration', 'p(95)'],
  ['sockets opened', 'ws_connected', 'count'],
  ['came back', 'ws_resumed', 'count'],
  ['back after, p95 ms', 'ws_back', 'p(95)'],
  ['sent away: stopping (4001)', 'ws_drained', 'count'],
  ['sent away: too slow (4009, 4008)', 'ws_too_slow', 'count'],
  ['ended without a word', 'ws_unexpected_end', 'count'],
  ['tries in vain to come back', 'ws_turned_away', 'count'],
  ['cut by the script', 'ws_cut', 'count'],
  ['behind, paged', 'ws_behind', 'count'],
  ['holes filled', 'ws_holes_filled', 'count'],
  ['LOST', 'ws_lost', 'count'],
  ['repeated', 'ws_repeated', 'count'],
  ['out of order', 'ws_disordered', 'count'],
  ['a message twice', 'ws_twice', 'count'],
  ['accepted, not heard', 'ws_unheard', 'count'],
  ['not answered', 'ws_unanswered', 'count'],
  ['refused', 'ws_refused', 'count'],
]

/** For handleSummary. */
export function report(name) {
  return data => {
    const table = tableOf(name, data)
    const out = { stdout: table }
    if (REPORTS) {
      out[`${REPORTS}/summary.json`] = JSON.stringify(data, null, 1)
      out[`${REPORTS}/table.txt`] = table
    }
    return out
  }
}

function tableOf(name, { metrics }) {
  const lines = ['', `  ${name}`, '']
  for (const [words, metric, value] of ROWS) {
    const found = metrics[metric] && metrics[metric].values[value]
    if (found !== undefined && (found !== 0 || words === 'LOST')) lines.push(`  ${words.padEnd(36)}${pretty(found)}`)
  }
  const broken = []
  for (const [metric, { thresholds }] of Object.entries(metrics)) {
    for (const [rule, { ok }] of Object.entries(thresholds || {})) if (!ok) broken.push(`${metric}: ${rule}`)
  }
  lines.push('', broken.length === 0 ? '  All thresholds hold.' : `  BROKEN: ${broken.join(', ')}`, '', '')
  return lines.join('\n')
}

function pretty(value) {
  const [whole, part] = (Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1)).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return (part === undefined ? grouped : `${grouped}.${part}`).padStart(14)
}
