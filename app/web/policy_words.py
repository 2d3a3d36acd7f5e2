"""The values of the policy in words, for the pages that show, change and compare them."""

from collections.abc import Mapping
from typing import Any

from app.web.marking import _
from app.web.words import PageWords

#: What a value of the policy is called, in the order in which people read them.
PARAMETERS: Mapping[str, str] = {
    "requiredLevel": _("Laveste niveau for en ejer"),
    "directReportCounts": _("En stilling lige under det krævede niveau er nok"),
    "maxSystemsPerPosition": _("Systemer, som en stilling højst må eje"),
    "leavingWithinDays": _("Varsel, før en ejer fratræder (dage)"),
    "ownershipEndsWithinDays": _("Varsel, før et ejerskab ophører (dage)"),
    "absentBeyondDays": _("Fravær uden stedfortræder, højst (dage)"),
    "attestationWithinMonths": _("Ejerskab bekræftes mindst hver (måneder)"),
    "confirmedWithinMonths": _("Oplysninger bekræftes mindst hver (måneder)"),
    "handoverWithinDays": _("Svarfrist på et tilbud (dage)"),
    "disputeWithinDays": _("Frist for at afgøre en tvist (dage)"),
    "questionWithinDays": _("Svarfrist for den overordnede efter et nej (dage)"),
    "fundingTolerancePercent": _("Så meget må bevillingen være under skønnet (procent)"),
    "sealTolerancePercent": _("Så meget må pengene ændre sig, før ejeren skal bekræfte igen (procent)"),
    "budgetAdoption": _("Budgettet er vedtaget senest"),
    "decommissionWithinMonths": _("Penge til afvikling skal være der før udfasning (måneder)"),
    "contractEndsWithinDays": _("Varsel, før en kontrakt udløber (dage)"),
    "contractNoticeWithinDays": _("Varsel, før en kontrakt kan opsiges (dage)"),
    "kitosRoles": _("Roller i KITOS"),
}
#: The whole numbers among them, which a form can change one by one.
_OTHERS = {"requiredLevel", "directReportCounts", "budgetAdoption", "kitosRoles"}
NUMBERS = tuple(name for name in PARAMETERS if name not in _OTHERS)
#: What the form says in the place of a duty, for a role that is none.
NO_DUTY = "intet"


def value_of(words: PageWords, name: str, value: Any) -> str:  # noqa: ANN401 - a value of the policy
    """`samfundskritisk 1 (direktion), …`, `15/10`, `ja`, `90`, `Dataejer: følge`."""
    if name == "requiredLevel":
        return ", ".join(
            f"{words.word('criticality', code)}: {level} ({words.level(level)})" for code, level in value.items()
        )
    if name == "budgetAdoption":
        return f"{value['day']}/{value['month']}"
    if name == "kitosRoles":
        return _roles_in_words(words, value)
    if isinstance(value, bool):
        return words.say("ja") if value else words.say("nej")
    return words.number(value)


def duty_choices(words: PageWords) -> list[tuple[str, str]]:
    """What a role in KITOS may be."""
    return [*words.codes("duty"), (NO_DUTY, words.say(_("intet ansvar")))]


def _roles_in_words(words: PageWords, roles: Mapping[str, str | None]) -> str:
    """`Changemanager: intet ansvar, Dataejer: følge`."""
    said = dict(duty_choices(words))
    named = sorted(roles.items(), key=lambda each: each[0].casefold())
    return ", ".join(f"{name}: {said[duty or NO_DUTY]}" for name, duty in named) or words.say(_("som KITOS leveres"))
