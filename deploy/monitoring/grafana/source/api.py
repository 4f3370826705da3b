"""Rules and truth: requests, sends, and the stores behind them."""

from panels import AMBER, RED, Dashboard, Panel, processes, quantiles, rate

OF = 'job="api", instance=~"$instance"'
FAILED = f'{OF}, status="5xx"'

DASHBOARD = Dashboard(
    "api",
    "API",
    "Requests, sends, searches, and how quickly Postgres and Redis answer.",
    [
        (
            "Do requests succeed?",
            [
                Panel("Requests", "reqps", [(rate("hubbub_http_requests_total", "class", OF), "{{class}}")], "By what they are about.", stack=True),
                Panel("Answers", "reqps", [(rate("hubbub_http_requests_total", "status", OF), "{{status}}")], "4xx is what was asked wrongly, 5xx is us."),
                Panel(
                    "Failing",
                    "percentunit",
                    [(f'{rate("hubbub_http_requests_total", "class", FAILED)} / {rate("hubbub_http_requests_total", "class", OF)}', "{{class}}")],
                    steps=[(0.001, AMBER), (0.02, RED)],
                ),
                Panel("99 of 100 are answered in", "s", quantiles("hubbub_http_request_seconds", "class", OF, (0.99,)), steps=[(0.5, AMBER), (2, RED)]),
            ],
        ),
        (
            "Are messages taken?",
            [
                Panel("Sends", "reqps", [(rate("hubbub_sends_total", "outcome", OF), "{{outcome}}")], "By REST and by socket.", stack=True),
                Panel("Until it is on the disk", "s", quantiles("hubbub_send_seconds", where=OF), steps=[(0.25, RED)]),
                Panel(
                    "Refused by the log",
                    "cps",
                    [(rate("hubbub_append_refusals_total", "reason", OF), "{{reason}}"), (rate("hubbub_recoveries_total", "lost", OF), "opened again, lost: {{lost}}")],
                    "full: the worker is behind. stale: Redis was restarted. unavailable: it is away.",
                ),
                Panel(
                    "Outbox",
                    "s",
                    [(f"max(hubbub_outbox_age_seconds{{{OF}}})", "age of the oldest")],
                    "Changes in Postgres that are not in a log yet.",
                    steps=[(5, AMBER), (30, RED)],
                ),
            ],
        ),
        (
            "Are the stores quick?",
            [
                Panel("Waiting for Postgres", "s", quantiles("hubbub_db_acquire_seconds", where=OF), "For a free connection.", steps=[(0.25, RED)]),
                Panel(
                    "Connections to Postgres",
                    "short",
                    [(f"sum by (state) (hubbub_db_connections{{{OF}}})", "{{state}}"), (f"sum(hubbub_db_connections_max{{{OF}}})", "most")],
                ),
                Panel("Redis, 99 of 100", "s", quantiles("hubbub_redis_call_seconds", "server", OF, (0.99,)), "With the wait for the disk.", steps=[(0.1, AMBER), (1, RED)]),
                Panel("Redis, failing", "cps", [(rate("hubbub_redis_errors_total", "server, kind", OF), "{{server}} {{kind}}")], steps=[(0.2, RED)]),
            ],
        ),
        (
            "Is searching quick?",
            [
                Panel("Searches", "reqps", [(rate("hubbub_search_seconds_count", "outcome", OF), "{{outcome}}")], stack=True),
                Panel("A search takes", "s", quantiles("hubbub_search_seconds", where=OF), steps=[(0.2, AMBER), (1, RED)]),
                Panel(
                    "Rate limits counted alone",
                    "cps",
                    [(rate("hubbub_rate_limits_local_total", "", OF), "by this process")],
                    "The live Redis did not answer: limits are stricter and not shared.",
                ),
            ],
        ),
        processes("api"),
    ],
    job="api",
)
