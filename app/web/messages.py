"""What a page begins with after something was done; addresses carry the name alone, so that nobody puts words there."""

from collections.abc import Mapping

from app.web.marking import _

MESSAGES: Mapping[str, str] = {
    "afvist": _("Tilbuddet er afslået. Grunden er skrevet ned, og den, der tilbød ansvaret, svarer stadig for det."),
    "bekraeftet": _("Tak. Svaret er skrevet ned."),
    "overtaget": _("Du har overtaget ansvaret."),
    "tilbudt": _("Tilbuddet er sendt. Indtil det er taget imod, ligger ansvaret, hvor det er nu."),
    "trukket": _("Tilbuddet er trukket tilbage."),
    "tvist": _("Tvisten er oprettet. Er den ikke afgjort inden fristen, afgør den nærmeste fælles overordnede."),
    "afgjort": _("Tvisten er afgjort."),
    "fravaer": _("Fraværet er skrevet ned."),
    "fravaer-rettet": _("Fraværet er rettet."),
    "fravaer-slettet": _("Fraværet er slettet."),
    "fratraedelse": _("Fratrædelsen er skrevet ned, og ansvaret er givet videre som vist."),
    "gemt": _("Det er gemt."),
    "fortrudt": _("Ændringen er fortrudt."),
    "politik": _("Politikken er gemt som en ny version, og alle systemer er vurderet igen."),
    "forskel": _("Forskellen er afgjort."),
    "noegle": _("Adgangsnøglen er spærret."),
    "logget-ud": _("Du er logget ud."),
}
