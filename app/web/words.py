"""How the pages speak: Danish dates, amounts and counts, and the words for codes. English where it was asked for."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from markupsafe import Markup, escape

from app import vocabulary
from app.core.languages import Language
from app.vocabulary import MANAGEMENT_LEVELS, Term

_CATALOGUES = Path(__file__).with_name("catalogues")
_WEEK = 7
_MILLION = 1_000_000
#: From here on an amount on a chart or in a headline is told in millions.
_LARGE = 10_000_000
#: Where a level stands in a narrow place.
_SHORT = {3: "afdelingsleder"}
_YESTERDAY, _TODAY, _TOMORROW = -1, 0, 1

#: What a list of codes is called in a template: `word("criticality", …)`.
_TERMS: Mapping[str, type[Term]] = {
    "acquisition": vocabulary.Acquisition,
    "answer": vocabulary.Answer,
    "audience": vocabulary.Audience,
    "basis": vocabulary.Basis,
    "budgetKind": vocabulary.BudgetKind,
    "contactKind": vocabulary.ContactKind,
    "contractKind": vocabulary.ContractKind,
    "criticality": vocabulary.Criticality,
    "duty": vocabulary.Duty,
    "fundingState": vocabulary.FundingState,
    "handoverState": vocabulary.HandoverState,
    "lifecycle": vocabulary.Lifecycle,
    "ownership": vocabulary.OwnershipState,
    "personalData": vocabulary.PersonalData,
    "purpose": vocabulary.Purpose,
    "role": vocabulary.Role,
    "settlement": vocabulary.Settlement,
    "severity": vocabulary.Severity,
    "supportHours": vocabulary.SupportHours,
    "tenureRole": vocabulary.TenureRole,
    "unitKind": vocabulary.UnitKind,
    "verdict": vocabulary.VerdictKind,
}


def labels() -> list[str]:
    """Every word for a code or a level: the catalogues hold these beside the sentences."""
    terms = [label for term in _TERMS.values() for label in term.labels().values() if label]
    return list(dict.fromkeys([*terms, *MANAGEMENT_LEVELS.values(), *_SHORT.values()]))


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue of a language; what is written in the templates is Danish already."""
    file = _CATALOGUES / f"{language.value}.po"
    if language is Language.DANISH or not file.exists():
        return NullTranslations()
    made = BytesIO()
    with file.open("rb") as source:
        write_mo(made, read_po(source, locale=language.value))
    made.seek(0)
    return Translations(made)


class PageWords:
    """What is said on one day, in one language. Instants are told in the register's time zone."""

    def __init__(self, language: Language, today: date, zone: tzinfo) -> None:
        self.language = language
        self.today = today
        self._zone = zone
        self._catalogue = translations(language)

    def say(self, danish: str, **values: object) -> str:
        """The sentence in the reader's language, with the values in it."""
        text = self._catalogue.gettext(danish)
        return text % values if values else text

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """`count("%(number)s system", "%(number)s systemer", 3)`."""
        return self._catalogue.ngettext(one, many, number) % {"number": self.number(number), **values}

    def word(self, kind: str, code: str | None) -> str:
        """The word for a code, as it stands within a sentence; a code without one is shown as it is."""
        return word_for(self.language, kind, code)

    def codes(self, kind: str) -> list[tuple[str, str]]:
        """All codes of a list and their words, as people expect to read them."""
        return [(member.value, self.word(kind, member.value)) for member in _TERMS[kind]]

    def level(self, level: int | None) -> str:
        """`chef`."""
        return self.say("ingen ejer") if level is None else self.say(_SHORT.get(level, MANAGEMENT_LEVELS[level]))

    def levels(self) -> list[int]:
        return list(MANAGEMENT_LEVELS)

    def list_of(self, texts: list[str]) -> str:
        """`a, b og c`."""
        if len(texts) <= 1:
            return "".join(texts)
        return self.say("%(first)s og %(last)s", first=", ".join(texts[:-1]), last=texts[-1])

    def day(self, value: str | date | datetime | None) -> str:
        """`2. marts`, with the year where it is another; `i dag`, `i går`, `i mandags` within a week."""
        if value is None:
            return "–"
        day = self.as_day(value)
        distance = (day - self.today).days
        near = {_YESTERDAY: self.say("i går"), _TODAY: self.say("i dag"), _TOMORROW: self.say("i morgen")}
        if distance in near:
            return near[distance]
        weekday = format_date(day, "EEEE", locale=self.language.value)
        if -_WEEK < distance < 0:
            return self.say("i %(weekday)ss", weekday=weekday)
        return self.plain_date(day)

    def since(self, value: str | date | datetime, *, exactly: bool = False) -> str:
        """`siden i mandags`, `siden 2. marts`; `exactly`: an instant of today with its time."""
        day = self.as_day(value)
        if -_WEEK < (day - self.today).days < _YESTERDAY:
            return self.say("siden i %(weekday)ss", weekday=format_date(day, "EEEE", locale=self.language.value))
        near = self.moment(str(value)) if exactly and day == self.today else self.day(day)
        return self.say("siden %(day)s", day=near)

    def plain_date(self, value: str | date | datetime | None) -> str:
        """The same without words for days that are near."""
        if value is None:
            return "–"
        day = self.as_day(value)
        pattern = "d. MMMM" if day.year == self.today.year else "d. MMMM y"
        if self.language is Language.ENGLISH:
            pattern = pattern.replace(".", "")
        return format_date(day, pattern, locale=self.language.value)

    def whole_date(self, value: str | date | datetime) -> str:
        """With the year, whatever it is."""
        pattern = "d. MMMM y" if self.language is Language.DANISH else "d MMMM y"
        return format_date(self.as_day(value), pattern, locale=self.language.value)

    def time(self, value: str | datetime) -> str:
        """`02.04`, and `02:04` in English."""
        return self.as_instant(value).strftime("%H.%M" if self.language is Language.DANISH else "%H:%M")

    def moment(self, value: str | datetime) -> str:
        """`i går kl. 14.05`."""
        return self.say("%(day)s kl. %(time)s", day=self.day(value), time=self.time(value))

    def as_day(self, value: str | date | datetime) -> date:
        if isinstance(value, str):
            if len(value) == len("2026-01-01"):
                return date.fromisoformat(value)
            value = datetime.fromisoformat(value)
        return value.astimezone(self._zone).date() if isinstance(value, datetime) else value

    def as_instant(self, value: str | datetime) -> datetime:
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(self._zone)

    def days_until(self, value: str) -> int:
        return (self.as_day(value) - self.today).days

    def days_ago(self, days: int) -> str:
        """The day so many days ago, as addresses name it."""
        return (self.today - timedelta(days=days)).isoformat()

    def number(self, value: int) -> str:
        """`1.250`."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.language is Language.DANISH else grouped

    def money(self, amount: int | None) -> str:
        """`1.250.000 kr.`; what is not known is not zero."""
        return self.say("ukendt beløb") if amount is None else self.say("%(amount)s kr.", amount=self.number(amount))

    def much_money(self, amount: int) -> str:
        """`144,5 mio. kr.` for what is large."""
        if abs(amount) < _LARGE:
            return self.money(amount)
        return self.say(
            "%(amount)s mio. kr.", amount=format_decimal(round(amount / _MILLION, 1), locale=self.language.value)
        )

    def per_cent(self, part: int, whole: int) -> str:
        """`12 %`, rounded; 0 of nothing."""
        return self.say("%(share)s %%", share=round(100 * part / whole) if whole else 0)

    def danish(self, text: str) -> str:
        """What there is in Danish alone, as what rules say: marked on other pages, so that it is read aloud as such."""
        return text if self.language is Language.DANISH else Markup('<span lang="da">{}</span>').format(text)

    def quoted(self, text: str) -> str:
        """`»Ingen penge.«`: what somebody wrote."""
        return self.say("»%(text)s«", text=text)


@cache
def word_for(language: Language, kind: str, code: str | None) -> str:
    """See PageWords.word: a page asks for the same few again and again."""
    if code is None:
        return "–"
    term = _TERMS[kind]
    label = term(code).label if code in list(term) else code
    return translations(language).gettext(label) if label else code


#: How bad a code is, where that shows: what is not here is neither good nor bad.
_TONES = {
    ("criticality", "societyCritical"): "critical",
    ("criticality", "businessCritical"): "medium",
    ("lifecycle", "inOperation"): "ok",
    ("fundingState", "funded"): "ok",
    ("fundingState", "underfunded"): "high",
    ("fundingState", "unfunded"): "critical",
    ("fundingState", "unknown"): "medium",
    **{("severity", severity.value): severity.value for severity in vocabulary.Severity},
}


@cache
def tag_for(language: Language, kind: str, code: str) -> Markup:
    """The word for a code on a ground of its own."""
    word = upper_first(word_for(language, kind, code))
    return Markup('<span class="tag {}">{}</span>').format(_TONES.get((kind, code), "low"), word)


def upper_first(text: str) -> str:
    """`I går` at the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def phone_link(number: str) -> Markup:
    """A number as a link that a telephone dials."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return Markup('<a class="number" href="tel:{}">{}</a>').format(dialled, escape(number))
