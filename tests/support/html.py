"""HTML of our own pages, read strictly: whatever a browser would have to guess at is an error here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"area", "br", "hr", "img", "input", "link", "meta", "source", "wbr"})
_INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "tspan"})
_UNREAD = frozenset({"script", "style", "template"})
#: Attributes that name other elements of the page by their ids.
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "list")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def all(self, *tags: str, **attributes: str) -> list["Element"]:
        """Those below with one of the tags, and the attributes as they are said; an underscore ends `class_`."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            each
            for each in self.below()
            if (not tags or each.tag in tags) and wanted.items() <= each.attributes.items()
        ]

    def one(self, *tags: str, **attributes: str) -> "Element":
        found = self.all(*tags, **attributes)
        assert len(found) == 1, (tags, attributes, len(found))
        return found[0]

    def below(self) -> Iterator["Element"]:
        left = self.children[::-1]
        while left:
            child = left.pop()
            if isinstance(child, Element):
                yield child
                left += reversed(child.children)

    @property
    def text(self) -> str:
        """What stands there to be read, spaces put together."""
        return " ".join("".join(self._texts()).split())

    @property
    def raw_text(self) -> str:
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)

    def _texts(self) -> Iterator[str]:
        if self.tag in _UNREAD:
            return
        around = "" if self.tag in _INLINE and "button" not in (self.get("class") or "").split() else " "
        yield around
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._texts()
        yield around


class _Reading(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        opened = self._open.pop()
        assert opened.tag == tag, f"</{tag}> ends <{opened.tag}> {opened.attributes} at {self.getpos()}"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def finish(self) -> Element:
        self.close()
        assert self._open == [self.root], f"not ended: {[element.tag for element in self._open[1:]]}"
        return self.root


def read_html(text: str) -> Element:
    """The elements of a page, or of a part of one; an AssertionError where they are not well put together."""
    reading = _Reading()
    reading.feed(text)
    return reading.finish()


def check_page(root: Element) -> None:
    """What holds for every page: named, in a language, nothing inline, and every name means one element."""
    assert root.one("html").get("lang") in {"da", "en"}
    assert root.one("title").text
    assert len(root.all("main")) == len(root.all("h1")) == 1
    ids = [element.attributes["id"] for element in root.below() if "id" in element.attributes]
    known = set(ids)
    assert len(ids) == len(known), (
        f"ids that stand there twice: {sorted({each for each in ids if ids.count(each) > 1})}"
    )
    for element in root.below():
        for name in _REFERENCES:
            missing = set((element.get(name) or "").split()) - known
            assert not missing, f"{name} of <{element.tag}> names {missing}, which is not there"
        inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
        assert not inline, f"<{element.tag}> has {inline}, which the policy forbids"
        assert element.tag != "style"
        assert element.tag != "script" or (element.get("src") and not element.raw_text.strip())
