"""Sockets: who is connected, and whether events reach them."""

from panels import AMBER, RED, Dashboard, Panel, processes, quantiles, rate

OF = 'job="gateway", instance=~"$instance"'

DASHBOARD = Dashboard(
    "gateway",
    "Gateway",
    "Sockets: who is connected, whether events reach them, and whether their commands are answered.",
    [
        (
            "Who is connected?",
            [
                Panel("Open sockets", "short", [(f"hubbub_gateway_connections{{{OF}}}", "{{instance}}")], stack=True),
                Panel(
                    "Fullness",
                    "percentunit",
                    [(f"hubbub_gateway_connections{{{OF}}} / hubbub_gateway_connections_max{{{OF}}}", "{{instance}}")],
                    "Beyond 1, new sockets are answered with 503.",
                    steps=[(0.7, AMBER), (0.85, RED)],
                    most=1,
                ),
                Panel(
                    "Coming",
                    "cps",
                    [(rate("hubbub_gateway_opened_total", "", OF), "let in"), (rate("hubbub_gateway_refused_total", "reason", OF), "refused: {{reason}}")],
                    "Steep hills are clients that lose their sockets and come back.",
                ),
                Panel(
                    "Closed by us",
                    "cps",
                    [(rate("hubbub_gateway_closed_total", "code", OF), "{{code}}")],
                    "4001 stopping, 4008 silent, 4009 reads too slowly, 4100 token ended, 4510 replaced by a newer one.",
                ),
            ],
        ),
        (
            "Do events reach them in time?",
            [
                Panel(
                    "From its making to each socket",
                    "s",
                    quantiles("hubbub_gateway_delivery_seconds", where=OF),
                    "Compares two machines' clocks.",
                    steps=[(0.5, AMBER), (1, RED)],
                ),
                Panel("To the gateway", "s", quantiles("hubbub_gateway_event_age_seconds", where=OF), "Slow here: api, Redis or the network."),
                Panel("Waiting for the socket", "s", quantiles("hubbub_gateway_outbox_wait_seconds", where=OF), "Slow here: readers, or this process."),
                Panel(
                    "How much",
                    "cps",
                    [(rate("hubbub_gateway_events_total", "", OF), "events"), (rate("hubbub_gateway_deliveries_total", "", OF), "deliveries")],
                ),
            ],
        ),
        (
            "Is anything missed?",
            [
                Panel(
                    "Gaps",
                    "cps",
                    [
                        (rate("hubbub_gateway_gaps_detected_total", "", OF), "found"),
                        (rate("hubbub_gateway_gaps_unrepaired_total", "", OF), "not to be filled"),
                    ],
                    "Pub/sub did not bring what the log has. What is found is read from the log.",
                ),
                Panel("Filling a gap", "s", quantiles("hubbub_gateway_gap_repair_seconds", where=OF, shares=(0.5, 0.99)), steps=[(0.5, AMBER), (1, RED)]),
                Panel(
                    "Subscriptions",
                    "cps",
                    [
                        (rate("hubbub_gateway_subscriptions_lost_total", "server", OF), "lost: {{server}}"),
                        (rate("hubbub_fanout_overflows_total", "", OF), "came faster than taken"),
                    ],
                    "After each loss the log is compared.",
                ),
            ],
        ),
        (
            "Are commands answered?",
            [
                Panel("Commands", "reqps", [(rate("hubbub_gateway_commands_total", "outcome", OF), "{{outcome}}")], stack=True),
                Panel(
                    "Failed",
                    "reqps",
                    [(rate("hubbub_gateway_commands_total", "command", f'{OF}, outcome="failed"'), "{{command}}")],
                    "By our fault, or without an answer of api.",
                ),
                Panel("99 of 100 are answered in", "s", quantiles("hubbub_gateway_command_seconds", "command", OF, (0.99,)), steps=[(0.5, AMBER), (2, RED)]),
            ],
        ),
        processes("gateway"),
    ],
    job="gateway",
)
