"""What can be wrong with KITOS, or with how it is asked, in words for whoever runs the command."""

from typing import ClassVar

from app.core.errors import ApplicationError
from app.core.languages import Text


class KitosFault(ApplicationError):
    """Nothing was written: everything is read before anything is."""

    status: ClassVar[int] = 502
    title = Text("KITOS cannot be read", da="KITOS kan ikke læses")
    code = "kitos-fault"


def refused(status: int, path: str) -> KitosFault:
    """For an answer that does not get better by asking again."""
    return KitosFault(_SAID.get(status, _otherwise(status, path)))


def unreachable(tries: int, why: str) -> KitosFault:
    return KitosFault(
        Text(
            f"KITOS could not be read in {tries} tries ({why}). Nothing was written. Run the same command again later.",
            da=f"KITOS kunne ikke læses i {tries} forsøg ({why}). Intet er skrevet. Kør kommandoen igen senere.",
        )
    )


def no_json(path: str) -> KitosFault:
    """A page for people: a login, a proxy, or another address than that of KITOS."""
    return KitosFault(
        Text(
            f"{path} gives a web page, not data. Check that the address is that of KITOS (https://kitos.dk), and that "
            "no proxy asks for a login. Nothing was written.",
            da=f"{path} giver en webside, ikke data. Kontrollér, at adressen er KITOS' (https://kitos.dk), og at "
            "ingen proxy beder om login. Intet er skrevet.",
        )
    )


def unexpected(path: str) -> KitosFault:
    """JSON of another shape than KITOS gives."""
    return KitosFault(
        Text(
            f"{path} gives data of another shape than KITOS has. Nothing was written. Check the address; if it is "
            "right, KITOS has changed, and this release does not know how.",
            da=f"{path} giver data i en anden form, end KITOS har. Intet er skrevet. Kontrollér adressen; er den "
            "rigtig, er KITOS ændret på en måde, som denne udgave ikke kender.",
        )
    )


_SAID = {
    401: Text(
        "KITOS does not know the token, or the user and the password. Make a new token, or correct KITOS_USER and "
        "KITOS_PASSWORD. The user needs API access in KITOS.",
        da="KITOS kender ikke adgangsnøglen eller brugeren og adgangskoden. Lav en ny nøgle, eller ret KITOS_USER og "
        "KITOS_PASSWORD. Brugeren skal have API-adgang i KITOS.",
    ),
    403: Text(
        "KITOS does not let this user read the organisation. Give the user a role in it, or choose with --organisation",
        da="KITOS lader ikke brugeren læse organisationen. Giv brugeren en rolle i den, eller vælg en anden med "
        "`--organisation`.",
    ),
    404: Text(
        "KITOS has no such organisation, or the address is not that of KITOS. Check both.",
        da="KITOS har ikke den organisation, eller adressen er ikke KITOS'. Kontrollér begge dele.",
    ),
}


def _otherwise(status: int, path: str) -> Text:
    return Text(
        f"KITOS answers {path} with status {status}. Nothing was written.",
        da=f"KITOS svarer {path} med status {status}. Intet er skrevet.",
    )
