"""What is declared of every journaled table, in one place: permission, what a change of it touches, and its undoing."""

from dataclasses import dataclass
from enum import Enum, auto

from app.core.languages import Text
from app.vocabulary import Permission


class Touches(Enum):
    """The systems whose findings and cards a change can alter."""

    ITSELF = auto()
    """It is a system."""
    ITS_SYSTEM = auto()
    """The one in its column `system_id`."""
    ITS_SYSTEMS = auto()
    """Those that are linked to it by `systems`."""
    ORGANISATION = auto()
    """Those in which a position plays a part whose facts differ; whoever compares two organisations finds them."""
    EVERYTHING = auto()
    NOTHING = auto()

    @property
    def names_systems(self) -> bool:
        """Whether a row says itself which systems those are; there may be none."""
        return self in {Touches.ITSELF, Touches.ITS_SYSTEM, Touches.ITS_SYSTEMS}


@dataclass(frozen=True, slots=True)
class Noun:
    """What rows are called in Danish sentences. `none` is the word for 'no' that goes with it."""

    singular: str
    plural: str
    definite: str
    none: str = "Ingen"

    @property
    def another(self) -> str:
        """`et andet system`, `en anden enhed`."""
        return f"{'et andet' if self.pronoun == 'det' else 'en anden'} {self.singular}"

    @property
    def pronoun(self) -> str:
        """`det` for `systemet`, `den` for `enheden`: the gender is that of the article at the end of the first word."""
        return "det" if self.definite.split()[0].endswith("et") else "den"


@dataclass(frozen=True, slots=True)
class Resource:
    """`name`: in the journal and in the feed. `noun`: what Danish calls it. `permission`: to change it.

    `instead`: what to do where an entry about it cannot be undone; None where it can. `goes_with_system`: whether its
    rows are deleted with their system.
    """

    name: str
    noun: Noun
    permission: Permission
    touches: Touches
    instead: Text | None = None
    goes_with_system: bool = False


#: What someone has offered, said or decided is no record that could be put right.
ANSWERED = Text(
    "What someone has offered, said or decided is not undone: make a new offer, answer or decision.",
    da="Det, som nogen har tilbudt, svaret eller afgjort, kan ikke fortrydes. "
    "Lav et nyt tilbud, et nyt svar eller en ny afgørelse.",
)
