// What the scripts have in common for k6 itself.

/** Half a minute to arrive, the talk, and as long again as everything needs to settle. */
const AROUND_S = 120

/** One scenario: so many people, each once. */
export function once(exec, people, length) {
  return { executor: 'per-vu-iterations', vus: people, iterations: 1, maxDuration: `${length + AROUND_S}s`, exec }
}

/** `scenarios` by name, and the thresholds of a script. */
export function options(scenarios, thresholds) {
  return {
    scenarios,
    thresholds,
    setupTimeout: '120s',
    // Few tags: with thousands of sockets they are what costs.
    systemTags: ['scenario', 'name', 'status', 'method'],
    summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(95)', 'p(99)'],
  }
}
