"""The life of a system: which state may follow which. Pure."""

from app.core.errors import Conflict
from app.core.languages import Text
from app.vocabulary import Lifecycle

#: A retired system that turns out to be running still is being phased out; nothing goes back to the plan.
POSSIBLE: dict[Lifecycle, tuple[Lifecycle, ...]] = {
    Lifecycle.PLANNED: (Lifecycle.PHASING_IN, Lifecycle.IN_OPERATION, Lifecycle.RETIRED),
    Lifecycle.PHASING_IN: (Lifecycle.IN_OPERATION, Lifecycle.PHASING_OUT, Lifecycle.RETIRED),
    Lifecycle.IN_OPERATION: (Lifecycle.PHASING_OUT, Lifecycle.RETIRED),
    Lifecycle.PHASING_OUT: (Lifecycle.IN_OPERATION, Lifecycle.RETIRED),
    Lifecycle.RETIRED: (Lifecycle.PHASING_OUT,),
}


def refuse_impossible(current: Lifecycle, wanted: Lifecycle) -> None:
    """Raises Conflict, naming the possible states, for a step that life does not take."""
    if current is wanted or wanted in POSSIBLE[current]:
        return
    possible = POSSIBLE[current]
    detail = Text(
        f"A system that is {current} cannot become {wanted}; possible: {', '.join(possible)}.",
        da=f"Et system kan ikke gå fra »{current.label}« til »{wanted.label}«. "
        f"Mulige trin: {', '.join(f'»{state.label}«' for state in possible)}.",
    )
    raise Conflict.at("/lifecycle", "impossible-transition", detail)
