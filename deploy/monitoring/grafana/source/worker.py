"""From the log to Postgres, and the jobs that follow."""

from panels import AMBER, RED, Dashboard, Panel, processes, quantiles, rate, stat

OF = 'job="worker", instance=~"$instance"'
# Every worker measures all partitions, so that the largest is the truth.
WORST = "max by (partition) ({}{{" + OF + "}})"

DASHBOARD = Dashboard(
    "worker",
    "Worker",
    "The channel log on its way to Postgres and to the search index; notifications and link previews.",
    [
        (
            "Does everything reach Postgres?",
            [
                stat("Oldest that waits", "s", [(f"max(hubbub_worker_lag_seconds{{{OF}}})", "stored")], steps=[(5, AMBER), (30, RED)]),
                stat("Fullest log", "percentunit", [(f"max(hubbub_worker_log_events{{{OF}}}) / max(hubbub_worker_log_max_events{{{OF}}})", "of what it may hold")], steps=[(0.2, AMBER), (0.5, RED)]),
                stat("Set aside", "short", [(f"max(hubbub_worker_dead_letters{{{OF}}})", "events")], about="They could not be stored and wait for a person.", steps=[(1, RED)]),
                stat("Redis memory", "percentunit", [(f"max(hubbub_redis_memory_bytes{{{OF}}}) / max(hubbub_redis_memory_max_bytes{{{OF}}})", "of its bound")], about="At its bound it refuses writes.", steps=[(0.6, AMBER), (0.8, RED)]),
            ],
        ),
        (
            "Which partition is behind?",
            [
                Panel("Lag", "s", [(WORST.format("hubbub_worker_lag_seconds"), "{{partition}}")], "The age of its oldest event that is not stored.", steps=[(5, AMBER), (30, RED)]),
                Panel("Backlog", "short", [(WORST.format("hubbub_worker_backlog_events"), "{{partition}}")], "Events that are not stored."),
                Panel("Log", "short", [(WORST.format("hubbub_worker_log_events"), "{{partition}}")], "Events that Redis holds, until stored and indexed."),
                Panel("Partitions", "short", [(f"hubbub_worker_partitions{{{OF}}}", "{{instance}}")], "Who works on how many.", stack=True),
            ],
        ),
        (
            "How fast is it, and does it stumble?",
            [
                Panel("Rows", "cps", [(rate("hubbub_worker_rows_total", "instance", OF), "{{instance}}")], stack=True),
                Panel("A batch takes", "s", quantiles("hubbub_worker_batch_seconds", where=OF), steps=[(1, AMBER), (2, RED)]),
                Panel("Events of a batch", "short", quantiles("hubbub_worker_batch_events", where=OF, shares=(0.5, 0.99)), "1,000 at most: then it is behind."),
                Panel(
                    "Failures",
                    "cps",
                    [
                        (rate("hubbub_worker_batch_failures_total", "reason", OF), "{{reason}}"),
                        (rate("hubbub_worker_dead_letters_total", "", OF), "set aside"),
                        (rate("hubbub_worker_conflicts_total", "", OF), "conflicts"),
                        (rate("hubbub_worker_lost_events_total", "", OF), "lost"),
                    ],
                    "unavailable: Postgres is away. rejected: an event that it does not take.",
                ),
            ],
        ),
        (
            "Is what was said found?",
            [
                Panel("Index lag", "s", [(WORST.format("hubbub_search_lag_seconds"), "{{partition}}")], steps=[(10, AMBER), (120, RED)]),
                Panel("Rows of the index", "cps", [(rate("hubbub_search_rows_total", "", OF), "written"), (rate("hubbub_search_refused_total", "", OF), "without words")]),
                Panel("Writing rows takes", "s", quantiles("hubbub_search_batch_seconds", where=OF)),
            ],
        ),
        (
            "Are people told?",
            [
                Panel("Notifications", "cps", [(rate("hubbub_notifications_total", "", OF), "noted"), (rate("hubbub_pushes_total", "outcome", OF), "pushed: {{outcome}}")]),
                Panel("Links looked at", "cps", [(rate("hubbub_worker_previews_total", "", OF), "messages")]),
                Panel("Waiting for Postgres", "s", quantiles("hubbub_db_acquire_seconds", where=OF), steps=[(0.25, RED)]),
            ],
        ),
        processes("worker"),
    ],
    job="worker",
)
