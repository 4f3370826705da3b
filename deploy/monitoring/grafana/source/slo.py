"""Whether people are served as promised; from here to the service that does not."""

from panels import AMBER, RED, Dashboard, Panel, quantiles, rate, stat

BUDGET = "avg_over_time(hubbub:slo_errors:ratio_rate1h[{}]) / on (slo) (1 - hubbub:slo_objective:ratio)"
BURN = [(1, AMBER), (14.4, RED)]


def burn(window):
    """How many times faster than allowed the budget is spent."""
    return f"hubbub:slo_errors:ratio_rate{window} / on (slo) (1 - hubbub:slo_objective:ratio)"


DASHBOARD = Dashboard(
    "slo",
    "Service levels",
    "Start here. What people were promised, whether they get it, and which service to look at.",
    [
        (
            "Do people get what they were promised?",
            [
                stat(
                    "Good, last 3 days",
                    "percentunit",
                    [("1 - hubbub:slo_errors:ratio_rate3d", "{{slo}}")],
                    about="requests: not failed by us (99.9 %). sends: on the disk and answered in 250 ms (99.5 %). delivery: written to each socket within 500 ms (99 %).",
                    decimals=3,
                ),
                stat(
                    "Budget spent, 30 days",
                    "percentunit",
                    [(BUDGET.format("30d"), "{{slo}}")],
                    about="1 is all that the month allows.",
                    steps=[(0.5, AMBER), (1, RED)],
                ),
                stat(
                    "Alerts",
                    "short",
                    [
                        ('count(ALERTS{alertstate="firing", severity="critical", alertname=~"Hubbub.*"}) or vector(0)', "critical"),
                        ('count(ALERTS{alertstate="firing", severity="warning", alertname=~"Hubbub.*"}) or vector(0)', "warning"),
                    ],
                    steps=[(1, RED)],
                ),
            ],
        ),
        (
            "How fast is the budget spent?",
            [
                Panel("In an hour", "short", [(burn("1h"), "{{slo}}")], "1 lasts the month; 14.4 is an alert.", steps=BURN),
                Panel("In six hours", "short", [(burn("6h"), "{{slo}}")], "1 lasts the month; 6 is an alert.", steps=[(1, AMBER), (6, RED)]),
            ],
        ),
        (
            "What do people feel now?",
            [
                Panel("Sending", "s", quantiles("hubbub_send_seconds"), "From the request to the disk.", steps=[(0.25, RED)], leads_to="api"),
                Panel(
                    "Delivery",
                    "s",
                    quantiles("hubbub_gateway_delivery_seconds"),
                    "From the making of an event to its writing to a socket.",
                    steps=[(0.5, RED)],
                    leads_to="gateway",
                ),
                Panel(
                    "Delivery, as clients measured it",
                    "s",
                    quantiles("hubbub_client_delivery_seconds"),
                    "From the sending of a message to its event on the sender's own device, network and all. Only pages in front report.",
                ),
                Panel(
                    "Failing requests",
                    "percentunit",
                    [
                        (
                            f'{rate("hubbub_http_requests_total", "job", STATUS)} / {rate("hubbub_http_requests_total", "job")}',
                            "{{job}}",
                        )
                        for STATUS in ['status="5xx"']
                    ],
                    "Of all that were asked of a service.",
                    steps=[(0.001, AMBER), (0.02, RED)],
                    leads_to="api",
                ),
                Panel("Open sockets", "short", [("sum(hubbub_gateway_connections)", "all")], "A cliff is an outage.", leads_to="gateway"),
            ],
        ),
        (
            "Where is it?",
            [
                Panel(
                    "Processes that get traffic",
                    "short",
                    [("sum by (job) (hubbub_ready)", "{{job}}")],
                    "Ready ones, by service.",
                ),
                Panel(
                    "Behind Postgres",
                    "s",
                    [("max(hubbub_worker_lag_seconds)", "stored"), ("max(hubbub_search_lag_seconds)", "found"), ("max(hubbub_outbox_age_seconds)", "outbox")],
                    "The age of the oldest event that waits.",
                    steps=[(30, RED)],
                    leads_to="worker",
                ),
                Panel(
                    "Firing alerts",
                    "short",
                    [('ALERTS{alertstate="firing", alertname=~"Hubbub.*"}', "")],
                    "Each has a page in docs/runbooks.",
                    kind="table",
                ),
            ],
        ),
    ],
)
