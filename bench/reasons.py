"""Why a goal is not reached: where the time goes by its profile, and what would be needed. Said below the table."""

_ASKED_IN_A_THREAD = (
    "on PostgreSQL every answer asks the server for the edition first, in a thread, since the event loop must not "
    "wait. A connection of the loop's own would save the way there and back."
)
REASONS = {
    **dict.fromkeys(("page-none-name", "page-one-name", "page-two-name", "page-none-updated"), _ASKED_IN_A_THREAD),
    **dict.fromkeys(("page-one-severity", "page-two-severity", "card", "not-modified"), _ASKED_IN_A_THREAD),
    "known-at": (
        "half of it is SQL: which systems the page has, out of the versions of cards, and which revision was the "
        "newest at the instant. Their cards are kept in memory."
    ),
    "escalation": (
        "four statements (the system, its duty and owner, contracts, disputes), sent at once in a transaction of their "
        "own, in a thread. The chain of a system kept until the next change would need none."
    ),
    "summary-after-write": (
        "the first reader after a write asks the database four small questions for what changed, brings forty "
        "columns and their orders up to date, and then counts all systems anew. Counts kept up by the difference of "
        "what changed would save the last third."
    ),
    "write": (
        "by its profile, SQLAlchemy takes three tenths, nearly all of it its session's (finding the row, flushing what "
        "changed), the databases' own work on the statements a sixth, facts, rules and the "
        "card an eighth, the commit a twelfth, the journal with its digest a twelfth, the framework a sixteenth. No "
        "part of it is large any more: rows past the session, whose changes the journal would have to be told of by "
        "hand, would save a fifth."
    ),
    "writers-rate": (
        "as one write. Those that wait are evaluated together (decision 0030), but each still flushes its own rows, "
        "checks its own condition and reads its own answer."
    ),
    **dict.fromkeys(
        ("import-owners", "import"),
        "half of the time is the evaluation of what the rows touch (facts and rules, findings, cards, digests), a "
        "quarter reading and planning the file, a tenth the session's flush, a twentieth the journal. Rules on columns "
        "instead of objects would be needed.",
    ),
    **dict.fromkeys(
        ("export-first", "export-memory"),
        "the cards are read 500 at a time, from one snapshot; 130 MB are the code.",
    ),
    "rebuild": (
        "every system's facts are gathered, every rule asked, its card made and compared, some 0.2 ms of Python, of "
        "which no part is large: facts a quarter, rules a quarter, findings a seventh, the card a quarter. Each "
        "processor has a process (decision 0049); where there is but one, it takes twice as long. Rules on columns "
        "instead of objects would be needed."
    ),
    "page-bodies": (
        "a hundred bodies of 4.5 KB, which the server sends in pieces of 8 KB: 0.3 ms of the worker to take them, as "
        "much for the thread that waits and the event loop to take turns, 0.4 for the rest of the page. It is the "
        "first page after a start, and no other."
    ),
    "peer-django": (
        "the page answers at some three quarters of a static route of the same service, so what is left is the "
        "server and the framework around it: a page can gain a third at most."
    ),
    "people-size": (
        "beside the page stands how many systems each choice of the filter would leave, which is counted over all that "
        "are found. At 10,000 that takes a quarter of the page's time; counts kept up by the difference of what "
        "changed would not grow."
    ),
    **dict.fromkeys(
        ("people-list", "people-front"),
        "half of it is the template; on PostgreSQL the session and the edition, before and after, are asked for in "
        "threads. Parts of pages that are kept would be needed.",
    ),
    "size-one-name": (
        "which systems match, and how many, is looked up in the column of all 100,000; the "
        "rounds differ by more than what is missing."
    ),
    **dict.fromkeys(
        ("memory-large", "memory-large-peak"),
        "130 MB are the code, 64 the bodies that are kept, 110 the columns with their words and values (1.1 KB a "
        "system). The rest is what reading the cards for the first time, 1,000 at a time, leaves unused in Python's "
        "own arenas.",
    ),
    "memory": (
        "130 MB are the code of the service and its libraries; the rest are columns, bodies and answers that are "
        "kept (CARD_CACHE_BYTES, READ_CACHE_BYTES)."
    ),
    "memory-peak": "as above.",
}
