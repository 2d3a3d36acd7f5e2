"""What the pages say, found where it is written, and the catalogues that say it in other languages.

`python -m tests.support.catalogue` adds what is missing, with an empty translation, and drops what nothing says.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from app.core.languages import Language
from app.models import RESOURCES
from app.web.words import labels

WEB = Path(__file__).parents[2] / "app/web"
#: One form, or the ones for one and for many.
Forms = tuple[str, ...]
_SAYING = frozenset({"_", "say", "count"})
_HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals};\\n"

"""


def sentences() -> list[Forms]:
    """Everything that the pages say in Danish, in the order of the files; the words for codes come last."""
    found: dict[Forms, None] = {}
    for path in sorted(WEB.rglob("*.html")):
        found |= dict.fromkeys(_of_template(path))
    for path in sorted(WEB.rglob("*.py")):
        found |= dict.fromkeys(_of_module(path))
    nouns = [resource.declared.noun.singular for resource in RESOURCES.values()]
    found |= dict.fromkeys((label,) for label in (*labels(), *nouns))
    # A sentence that is counted somewhere is looked up by its form for one alone.
    counted = {forms[0] for forms in found if len(forms) > 1}
    return [forms for forms in found if len(forms) > 1 or forms[0] not in counted]


def place_of(language: Language) -> Path:
    return WEB / f"catalogues/{language.value}.po"


def catalogue(language: Language) -> dict[Forms, Forms]:
    """Danish forms → those of the language; empty strings where nobody has translated yet."""
    path = place_of(language)
    if not path.exists():
        return {}
    with path.open("rb") as source:
        read = read_po(source, locale=language.value)
    return {_forms(message.id): _forms(message.string) for message in read if message.id}


def written(language: Language, translated: dict[Forms, Forms]) -> bytes:
    """The catalogue as its file has it: the pages' sentences, with the translations that there are."""
    made = Catalog(locale=language.value)
    for forms in sentences():
        made.add(forms if len(forms) > 1 else forms[0], _string(translated.get(forms, ("",) * len(forms))))
    file = BytesIO()
    write_po(file, made, omit_header=True, width=0)
    header = _HEADER.format(language=language.value, plurals=made.plural_forms.rstrip(";"))
    return header.encode() + file.getvalue().strip() + b"\n"


def _of_template(path: Path) -> Iterator[Forms]:
    text = path.read_text("utf-8")
    if 'words.say("' in text or 'words.count("' in text:
        message = f"{path}: templates say _(…) and ngettext(…)"
        raise AssertionError(message)
    options = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
    for _, _, said, _ in babel_extract(BytesIO(text.encode()), ("_", "ngettext"), (), options):
        forms = (said,) if isinstance(said, str) else said or ()
        yield tuple(each for each in forms if each is not None)


def _of_module(path: Path) -> Iterator[Forms]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(name) | ast.Attribute(attr=name), args=args) if name in _SAYING:
                told = tuple(each.value for each in args[:2] if isinstance(each, ast.Constant))
                if told and isinstance(args[0], ast.Constant):
                    yield tuple(str(each) for each in told[: 2 if name == "count" else 1])


def _forms(said: str | tuple[str, ...] | list[str] | None) -> Forms:
    return (said,) if isinstance(said, str) else tuple(said or ())


def _string(forms: Forms) -> str | Forms:
    return forms if len(forms) > 1 else forms[0]


if __name__ == "__main__":
    for each in Language:
        if each is not Language.DANISH:
            place_of(each).write_bytes(written(each, catalogue(each)))
