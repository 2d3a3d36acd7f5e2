"""A booklet as one HTML file that needs nothing else: to be printed, or kept on a phone."""

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.booklet import words

_TEMPLATES = Environment(
    loader=PackageLoader("app.booklet"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def booklet_html(chains: Iterable[Mapping[str, Any]], title: str, made: str, zone: tzinfo) -> Iterable[str]:
    """The file, piece by piece."""

    def moment(chain: Mapping[str, Any]) -> str:
        return words.moment(datetime.fromisoformat(chain["at"]), zone)

    template = _TEMPLATES.get_template("booklet.html")
    return template.generate(chains=list(chains), title=title, made=made, words=words, moment=moment)
