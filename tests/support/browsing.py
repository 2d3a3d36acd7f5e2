"""Pages as somebody with a browser reads them: signing in, following links, filling in forms and sending them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from httpx2 import Response

from app.access.issuing import issue_token
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.html import Element, check_page, read_html
from tests.support.warm import make_client

HERE = "http://testserver"
#: What a browser says of a form of the page itself.
OWN_FORM = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
HTML = "text/html; charset=utf-8"

Values = Mapping[str, str | Sequence[str] | None]


@dataclass(frozen=True)
class WebForm:
    """A form as it stands on a page. `fields`: what it would send as it is."""

    element: Element

    @property
    def action(self) -> str:
        return self.element.attributes["action"]

    @property
    def fields(self) -> list[tuple[str, str]]:
        found = []
        for control in self.element.all("input", "select", "textarea"):
            found += [(control.attributes["name"], value) for value in _values(control) if control.get("name")]
        return found

    def value(self, name: str) -> str:
        (value,) = [value for field, value in self.fields if field == name]
        return value

    def choices(self, name: str) -> dict[str, str]:
        """Value → words, of a list to choose from."""
        return {
            option.attributes["value"]: option.text for option in self.element.one("select", name=name).all("option")
        }

    def filled(self, values: Values, button: str | None = None) -> list[tuple[str, str]]:
        """With the values in the fields that are named; fails for those that nobody could choose or type there."""
        fields = self.fields
        for name, given in values.items():
            wanted = [] if given is None else [given] if isinstance(given, str) else list(given)
            controls = self.element.all("input", "select", "textarea", name=name)
            assert controls, f"The form has no field {name}."
            for value in wanted:
                assert any(_may_hold(control, value) for control in controls), f"{name} cannot be {value}."
            fields = [*((field, value) for field, value in fields if field != name), *((name, each) for each in wanted)]
        if button is not None:
            pressed = self.element.one("button", name=button)
            fields.append((button, pressed.attributes["value"]))
        return fields


class WebPage:
    """An answer that is a page; `checked`: a whole one."""

    def __init__(self, answer: Response, tab: "Tab") -> None:
        assert answer.headers.get("content-type") == HTML, (answer.status_code, answer.url, answer.text[:500])
        self.answer, self.tab = answer, tab
        self.root = read_html(answer.text)
        if answer.text.lstrip().startswith("<!doctype html>"):
            check_page(self.root)

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        """Where it is, with its query."""
        return self.answer.url.raw_path.decode()

    @property
    def main(self) -> Element:
        return self.root.one("main")

    @property
    def text(self) -> str:
        return self.main.text

    @property
    def heading(self) -> str:
        return self.root.one("h1").text

    @property
    def faults(self) -> str:
        """What is said of mistakes."""
        found = [*self.main.all(class_="fault"), *self.main.all(role="alert")]
        return " ".join(element.text for element in found)

    @property
    def links(self) -> list[str]:
        return [link.attributes["href"] for link in self.root.all("a")]

    def form(self, action: str | None = None) -> WebForm:
        """The one that is sent there, or the only one of the content that is sent at all."""
        forms = [WebForm(each) for each in self.main.all("form", method="post")]
        found = [form for form in forms if action is None or form.action == action]
        assert len(found) == 1, [form.action for form in forms]
        return found[0]

    def has_form(self, action: str) -> bool:
        return bool(self.main.all("form", method="post", action=action))

    def send(self, values: Values | None = None, *, to: str | None = None, button: str | None = None) -> "WebPage":
        """Fill in the form, send it, and go where that leads."""
        form = self.form(to)
        return self.tab.follow(self.tab.post(form.action, form.filled(values or {}, button)))

    def click(self, words: str) -> "WebPage":
        """Follow the one link that says this."""
        found = {link.attributes["href"] for link in self.root.all("a") if link.text == words}
        assert len(found) == 1, (words, found)
        return self.tab.open(urljoin(self.path, found.pop()))


class Tab:
    """Somebody at a browser. Without a `role` or a `secret` nobody has signed in."""

    def __init__(self, api: Api, role: Role | None = None, *, secret: str | None = None, **token: Any) -> None:
        self.api = api
        self.client = make_client(api.app, "")
        self.client.follow_redirects = False
        del self.client.headers["Authorization"], self.client.headers["Accept-Language"]
        if role is not None and secret is None:
            secret = issue_token(api.register, TESTER, **{"name": "Prøveadgang", "role": role, **token})
        self.secret = secret or ""
        if secret is not None:
            self.sign_in()

    def sign_in(self) -> None:
        answer = self.post("/log-ind", [("naeste", "/"), ("adgangsnoegle", self.secret)])
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text

    def also(self, api: Api) -> "Tab":
        """The same browser, at another process."""
        other = Tab(api)
        other.secret = self.secret
        other.client.cookies.update(self.client.cookies)
        return other

    def get(self, address: str, **headers: str) -> Response:
        """As it comes. A mark for a part of the page is the browser's own."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(address.partition("#")[0], headers=named)

    def post(self, path: str, fields: Sequence[tuple[str, str]], *, headers: Mapping[str, str] = OWN_FORM) -> Response:
        body = urlencode([(name, value.replace("\r\n", "\n").replace("\n", "\r\n")) for name, value in fields])
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.client.post(path, content=body, headers=sent)

    def upload(self, form: WebForm, name: str, content: bytes, **values: str) -> WebPage:
        """Send a form with one file in it."""
        assert form.element.get("enctype") == "multipart/form-data"
        file = form.element.one("input", type="file").attributes["name"]
        fields = dict(form.filled(values))
        answer = self.client.post(form.action, data=fields, files={file: (name, content)}, headers=OWN_FORM)
        return self.follow(answer)

    def follow(self, answer: Response) -> WebPage:
        """Where a form has led to."""
        for _ in range(5):
            if answer.status_code not in {302, 303}:
                return WebPage(answer, self)
            answer = self.get(answer.headers["location"])
        message = "The redirects do not end."
        raise AssertionError(message)

    def open(self, address: str) -> WebPage:
        """A page that must be there."""
        page = self.follow(self.get(address))
        assert page.status == 200, (address, page.status, page.text)
        return page

    def refused(self, address: str) -> WebPage:
        """The page of a refusal."""
        page = WebPage(self.get(address), self)
        assert page.status >= 400, address
        return page


def is_local(address: str) -> bool:
    return not urlsplit(address).netloc and address.startswith("/")


def _values(control: Element) -> list[str]:
    """What a control sends as it stands."""
    if control.tag == "select":
        options = control.all("option")
        chosen = [option for option in options if "selected" in option.attributes] or options[:1]
        return [option.attributes["value"] for option in chosen]
    if control.tag == "textarea":
        return [control.raw_text.removeprefix("\n")]
    kind = control.get("type") or "text"
    if kind in {"checkbox", "radio"}:
        return [control.get("value") or "on"] if "checked" in control.attributes else []
    return [] if kind in {"file", "submit"} else [control.get("value") or ""]


def _may_hold(control: Element, value: str) -> bool:
    if control.tag == "select":
        return value in [option.attributes["value"] for option in control.all("option")]
    kind = control.get("type") or "text"
    if kind in {"checkbox", "radio"}:
        return (control.get("value") or "on") == value
    return kind != "hidden"
