"""Words of which the register's systems are named and described: a few hundred."""

from random import Random


def _split(text: str) -> list[str]:
    return text.split()


TOPICS = _split(
    """
    affald ansættelse arkiv asyl barsel befordring beredskab besparelser bevillinger biblioteker boligstøtte borgere
    botilbud brand broer bygninger byggesager børnehaver cykelstier dagpleje dagsordener debitorer diagnoser elever
    energi erhverv faktura ferie feriekasser flygtninge folkeoplysning forbrug forebyggelse forsikring fravær
    frivillige genbrug genoptræning grunde grundvand handicap havne helbred hjemmepleje hjælpemidler husdyr idræt
    indfødsret indkøb indtægter inklusion institutioner integration jobplaner jord journaler kantiner kirkegårde klager
    klima kontanthjælp kontrakter kultur kvoter ledelse ledighed legepladser lokalplaner lokaler læring lønninger lån
    madordninger medicin miljø modtagelse museer musikskoler naboer natur normering nødkald omsorg opkrævning parkering
    pasning pension personale planer plejehjem politik praktik projekter psykologer rammeaftaler regnskab
    rehabilitering rejser renter revision ruter rygestop salg samtykke sagsgange skadedyr skatter skilte skoler skove
    skrald slamsugning smitte snerydning specialundervisning spildevand stikprøver strøm støj sundhed svømmehaller
    sygedagpenge sygepleje søer tandpleje tilladelser tilskud tilsyn toiletter trafik tolkning træer udbud uddannelse
    udlån udsatte ulykker underretninger unge vagtplaner valg vandløb varme vederlag vejledning veje ventelister
    vielser virksomheder vuggestuer værdier værksteder årsplaner ældre ørkesløshed
    """
)
KINDS = _split(
    """
    System Portal Register Overblik Modul Planlægger Kalender Database Arkiv Kort App Kiosk Skranke Bog Liste Tavle
    Motor Værktøj Assistent Tjeneste Samler Fordeler Indberetning Booking Analyse Dokument Journal Styring Opslag
    Server
    """
)
MAKERS = _split(
    """
    Agerup Birkelund Cirkeline Dalgas Elmegade Fjordby Granly Havnsø Ibsgård Jernløse Kildemark Lundby Mosede Nørager
    Odinshøj Pilegård Rosenlund Skovbo Toftegård Ulvedal Vestermark Ydby Ærtebjerg Ølsted Åstrup
    """
)
VERBS = _split(
    """
    afstemme anvise behandle beregne bestille bevare beslutte dele dokumentere efterse fastsætte finde fordele følge
    godkende hente holde indberette indkalde indsamle journalisere kontrollere kortlægge lukke måle opgøre oprette
    planlægge prioritere registrere sammenligne sende sikre sortere tegne tildele udbetale udskrive undersøge varsle
    vise
    """
)
KLE = [f"{group:02}.{topic:02}.00" for group in (0, 1, 4, 5, 13, 16, 17, 27, 32, 54) for topic in (1, 3, 6, 9, 18)]

#: One in eight descriptions has it, and no other text.
COMMON = "sagsbehandlerne"


def name(chance: Random, number: int) -> str:
    """No two systems have the same: the number is in it."""
    return f"{chance.choice(MAKERS)} {chance.choice(TOPICS).capitalize()} {chance.choice(KINDS)} {number:06}"


def description(chance: Random, number: int) -> str:
    first, second, third = chance.sample(TOPICS, 3)
    user = COMMON if number % 8 == 0 else "medarbejderne"
    return (
        f"Her kan {user} {chance.choice(VERBS)} og {chance.choice(VERBS)}, hvad der angår {first} og {second}. "
        f"Data hentes fra {third}, og resultatet bruges, når der skal {chance.choice(VERBS)}s."
    )
