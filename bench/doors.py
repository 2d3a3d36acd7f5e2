"""What it costs to find out who asks and what they may: the same list of the same service with and without that."""

from bench.databases import Ground
from bench.figures import Figure
from bench.load import Load
from bench.reading import prepared, warm_up
from bench.serving import in_turns, serving

#: Short and repeated, so that little else is done for it.
FEW = "/v1/systems?limit=5"


def doors(ground: Ground, seconds: float) -> Figure:
    headers, _ = prepared(ground)
    with serving(ground.url, {"BENCH_OPEN_DOORS": "yes"}) as opened, serving(ground.url) as guarded:
        for served in (opened, guarded):
            warm_up(served, headers)
        without, asked = (Load(served.port, FEW, headers, seconds=seconds) for served in (opened, guarded))
        rounds = in_turns(without, asked)
    return Figure.of("doors", ground.database, rounds)
