"""Every scenario that is measured, in the order of the document, with its goals on SQLite and PostgreSQL."""

from bench.figures import MEGABYTES, SHARE, TIMES, Goal

GOALS = (
    Goal("page-none-name", "Page of 100, no filter, by name, cold", SHARE, 50, 40),
    Goal("page-one-name", "Page of 100, one filter, by name, cold", SHARE, 50, 40),
    Goal("page-two-name", "Page of 100, two filters, by name, cold", SHARE, 50, 40),
    Goal("page-none-updated", "Page of 100, no filter, the last changed first, cold", SHARE, 50, 40),
    Goal("page-one-severity", "Page of 100, one filter, the gravest first, cold", SHARE, 50, 40),
    Goal("page-two-severity", "Page of 100, two filters, the gravest first, cold", SHARE, 50, 40),
    Goal("page-bodies", "Page of 100, one filter, by name, cold, no bodies kept", SHARE, 30, 20),
    Goal("search-full", "Search for a word that many have, page of 100, cold", SHARE, 50, 20),
    Goal("search-one", "Search for a word that one has, cold", SHARE, 50, 15),
    Goal("facets", "Page of 100 with four facets, cold", SHARE, 30, 15),
    Goal("known-at", "Page of 100 as known a year ago, cold", SHARE, 10, 5),
    Goal("escalation", "Who acts for a system, cold", SHARE, 40, 15),
    Goal("card", "One card, cold", SHARE, 60, 25),
    Goal("repeated", "Page of 100, repeated", SHARE, 200, 60),
    Goal("not-modified", "Page of 100, not modified (304)", SHARE, 350, 70),
    Goal("summary-after-write", "First summary after a write / a cold page", TIMES, 2, 2, at_most=True),
    Goal("write", "One write over HTTP / a bare durable insert", TIMES, 25, 25, at_most=True),
    Goal("writers-rate", "Eight writers together / bare durable inserts", SHARE, 5, 5),
    Goal("writers-slowest", "Eight writers together: the slowest / the median", TIMES, 10, 10, at_most=True),
    Goal("import", "Import of 10,000 with owners / a plain executemany", TIMES, 50, 50, at_most=True),
    Goal("memory", "Memory of a worker after all that", MEGABYTES, 250, 250, at_most=True),
    Goal("memory-peak", "Its peak", MEGABYTES, 250, 250, at_most=True),
    Goal("peer-datasette", "Page under one filter: times Datasette's rate", TIMES, 6),
    Goal("peer-django", "Page under one filter: times Django REST framework's rate", TIMES, 15),
    Goal("peer-fastapi", "Page under one filter: times the rate of a bare FastAPI and SQLModel", TIMES),
    Goal("generator", "The load generator against a server that only answers / the static route", TIMES),
    Goal("size-none-name", "Page of 100, no filter: of the speed at 250", SHARE, 80, 80, large=True),
    Goal("size-one-name", "Page of 100, one filter: of the speed at 250", SHARE, 80, 80, large=True),
    Goal("size-two-name", "Page of 100, two filters: of the speed at 250", SHARE, 80, 80, large=True),
    Goal("rebuild", "Rebuild / reading all by SQL and writing JSON", TIMES, 8, 8, at_most=True, large=True),
    Goal("memory-large", "Memory of a worker after the reads", MEGABYTES, 450, 450, at_most=True, large=True),
    Goal("memory-large-peak", "Its peak", MEGABYTES, 450, 450, at_most=True, large=True),
)
BY_KEY = {goal.key: goal for goal in GOALS}
