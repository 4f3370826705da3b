"""Bytes in and out of the store of objects."""

from panels import AMBER, RED, Dashboard, Panel, processes, quantiles, rate

OF = 'job="files", instance=~"$instance"'
FAILED = f'{OF}, status="5xx"'

DASHBOARD = Dashboard(
    "files",
    "Files",
    "Uploads, downloads, the store of objects behind them, and what is done with files.",
    [
        (
            "Do uploads and downloads work?",
            [
                Panel("Requests", "reqps", [(rate("hubbub_http_requests_total", "class, method", OF), "{{method}} {{class}}")], stack=True),
                Panel(
                    "Failing",
                    "percentunit",
                    [(f'{rate("hubbub_http_requests_total", "class", FAILED)} / {rate("hubbub_http_requests_total", "class", OF)}', "{{class}}")],
                    steps=[(0.001, AMBER), (0.02, RED)],
                ),
                Panel("Until the answer begins, 99 of 100", "s", quantiles("hubbub_http_request_seconds", "method", OF, (0.99,)), "POST and PUT have the upload in it."),
                Panel(
                    "Under way",
                    "short",
                    [(f'sum by (queue) (hubbub_queue_entries{{{OF}, queue=~"uploads|downloads"}})', "{{queue}}"), (rate("hubbub_downloads_stalled_total", "", OF), "broken off, a second")],
                ),
            ],
        ),
        (
            "Is the store well?",
            [
                Panel("Calls", "reqps", [(rate("hubbub_s3_request_seconds_count", "operation", OF), "{{operation}}")], stack=True),
                Panel("99 of 100 take", "s", quantiles("hubbub_s3_request_seconds", "operation", OF, (0.99,)), steps=[(1, AMBER), (2.5, RED)]),
                Panel("Failing", "cps", [(rate("hubbub_s3_errors_total", "operation", OF), "{{operation}}")], "No answer, or a fault of its own.", steps=[(0.05, RED)]),
            ],
        ),
        (
            "What becomes of files?",
            [
                Panel("Looked at", "cps", [(rate("hubbub_file_previews_total", "outcome", OF), "{{outcome}}")], "For thumbnails and posters."),
                Panel("Scanned", "cps", [(rate("hubbub_files_scanned_total", "verdict", OF), "{{verdict}}")], "failed: clamd did not answer, and is asked again."),
                Panel("Removed for good", "cps", [(rate("hubbub_files_reaped_total", "", OF), "files"), (rate("hubbub_images_reaped_total", "", OF), "pictures")]),
                Panel("Waiting for Postgres", "s", quantiles("hubbub_db_acquire_seconds", where=OF), steps=[(0.25, RED)]),
            ],
        ),
        processes("files"),
    ],
    job="files",
)
