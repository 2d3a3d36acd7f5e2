"""Templates: escaped by themselves, strict about names, with the words and drawings that every page may use."""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.core.languages import Language
from app.web import drawings
from app.web.fields import said_of
from app.web.statics import Statics
from app.web.words import PageWords, phone_link, tag_for, translations, upper_first

_ROOT = Path(__file__).parent


class PageEnvironment(Environment):
    """Most of what a template looks into is JSON: a key of it is looked for before an attribute."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - the library's own
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class Templates:
    """One environment for each language."""

    def __init__(self, statics: Statics) -> None:
        self._environments = {language: _environment(language, statics) for language in Language}

    def render(self, name: str, words: PageWords, values: Mapping[str, Any]) -> bytes:
        template = self._environments[words.language].get_template(name)
        return template.render(words=words, **values).encode()


def _environment(language: Language, statics: Statics) -> Environment:
    made = PageEnvironment(
        loader=FileSystemLoader(_ROOT),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(_speaking(translations(language)))
    made.globals.update(drawings=drawings, static=statics.address, phone_link=phone_link, language=language.value)
    made.globals.update(said_of=said_of)
    made.filters.update(
        upper_first=upper_first,
        tag=lambda code, kind: tag_for(language, kind, code),
    )
    return made


def _speaking(catalogue: NullTranslations) -> Mapping[str, Callable[..., Markup]]:
    """`_` and `ngettext`, at a third of what those of Jinja's extension take: a page says a hundred sentences.

    What is said is markup, as it stands in the templates and catalogues; the values in it are escaped.
    """

    @cache
    def fixed(danish: str) -> Markup:
        return Markup(catalogue.gettext(danish)) % {}  # noqa: S704 - our own words

    def say(danish: str, **values: object) -> Markup:
        return Markup(catalogue.gettext(danish)) % values if values else fixed(danish)  # noqa: S704 - our own words

    def count(one: str, many: str, number: int, **values: object) -> Markup:
        return Markup(catalogue.ngettext(one, many, number)) % values  # noqa: S704 - our own words

    return {"_": say, "ngettext": count}
