"""The columns of the files that go in and out, kind by kind: one table for imports and exports. Pure."""

from collections.abc import Mapping

Headers = Mapping[str, str]
"""Field → Danish header, in the order in which exports write them."""

#: What a file of a kind can bring in. Exports of the kind write the same headers. `id` is the register's own, by
#: which an exported file finds again what no other column tells apart.
HEADERS: Mapping[str, Headers] = {
    "units": {
        "name": "Enhed",
        "kind": "Type",
        "parent": "Overordnet enhed",
        "externalId": "Nøgle",
    },
    "people": {
        "name": "Navn",
        "email": "E-mail",
        "phone": "Telefon",
        "leavesOn": "Fratræder",
        "externalId": "Nøgle",
    },
    "positions": {
        "title": "Stilling",
        "unit": "Enhed",
        "managementLevel": "Ledelsesniveau",
        "leadsUnit": "Leder enheden",
        "budgetAuthority": "Budgetansvar",
        "budgetLimitDkk": "Beløbsgrænse",
        "holder": "Indehaver",
        "deputy": "Stedfortræder",
        "reportsTo": "Refererer til",
        "externalId": "Nøgle",
    },
    "systems": {
        "name": "System",
        "alternativeNames": "Andre navne",
        "description": "Beskrivelse",
        "criticality": "Kritikalitet",
        "lifecycle": "Status",
        "takenIntoUseOn": "Ibrugtaget",
        "phasedOutOn": "Udfases",
        "personalData": "Personoplysninger",
        "acquisition": "Anskaffelse",
        "audience": "Målgruppe",
        "kle": "KLE",
        "unit": "Enhed",
        "usingUnits": "Brugende enheder",
        "supplier": "Leverandør",
        "operationSupplier": "Driftsleverandør",
        "version": "Version",
        "owner": "Systemejer",
        "notes": "Bemærkninger",
        "confirmedOn": "Senest bekræftet",
        "externalId": "Nøgle",
        "id": "Register-id",
    },
    "responsibilities": {
        "system": "System",
        "duty": "Ansvar",
        "position": "Stilling",
        "basis": "Grundlag",
        "validFrom": "Fra",
        "validUntil": "Til",
    },
    "budgets": {
        "system": "System",
        "fiscalYear": "År",
        "kind": "Art",
        "estimatedDkk": "Skøn",
        "allocatedDkk": "Bevilling",
        "holder": "Budgetholder",
        "account": "Konto",
        "priceLevelYear": "Prisniveau",
        "recurring": "Varig",
        "id": "Register-id",
    },
    "contracts": {
        "name": "Kontrakt",
        "supplier": "Leverandør",
        "startsOn": "Start",
        "endsOn": "Slut",
        "noticeMonths": "Opsigelse",
        "systems": "Systemer",
        "externalId": "Nøgle",
    },
}

#: What exports add for the reader. An import of the file passes over these columns without a word.
EXPORTED_ONLY: Mapping[str, Headers] = {
    "findings": {
        "systemName": "System",
        "rule": "Regel",
        "title": "Hvad",
        "severity": "Alvor",
        "message": "Besked",
        "unitName": "Enhed",
        "ownerTitle": "Systemejer",
        "ownerPersonName": "Ejers navn",
        "openedOn": "Åbnet",
        "closedOn": "Lukket",
        "waived": "Dispensation",
        "systemId": "Systemets id",
        "id": "Register-id",
    },
    "systems": {
        "ownerPersonName": "Ejers navn",
        "ownerLevel": "Ejers ledelsesniveau",
        "fundingState": "Finansiering",
        "findingCount": "Antal fund",
        "worstSeverity": "Værste alvor",
        "source": "Kilde",
    },
    "responsibilities": {
        "systemName": "Systemets navn",
        "positionTitle": "Stillingens navn",
        "personName": "Person",
        "systemId": "Systemets id",
        "id": "Register-id",
    },
    "budgets": {
        "allocatedUnknownReason": "Hvorfor bevillingen er ukendt",
        "systemName": "Systemets navn",
        "holderTitle": "Budgetholderens stilling",
        "systemId": "Systemets id",
    },
}
