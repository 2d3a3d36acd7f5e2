"""The rules as a page for people (`docs/rules.md`), made from the catalogue so that it cannot drift."""

import json

from app.rules.engine import Rule, catalogue
from app.rules.policy import Policy

_OPENING = """\
# Regler

Siden er dannet ud fra regelkataloget; ret reglerne, ikke siden. En regel giver et af fire svar for et
system: `ok` (i orden), `flagged` (markeret), `unknown` (en oplysning mangler) eller `notApplicable` (ikke
relevant). Reglerne gælder systemer, der indfases, er i drift eller udfases.
Grænserne står i politikken og kan ændres dér.
"""


def rules_markdown() -> str:
    """The whole page, ending with a line break."""
    rules = catalogue().values()
    index = ["| Regel | Alvor | Titel |", "|---|---|---|"]
    index += [f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity.label} | {rule.title} |" for rule in rules]
    return "\n".join([_OPENING, *index, *(_section(rule) for rule in rules)]) + "\n"


def _section(rule: Rule) -> str:
    defaults = Policy().model_dump(mode="json", by_alias=True)
    lines = [
        f"\n## {rule.id}",
        f"**{rule.title}**\n",
        f"- Alvor: {rule.severity.label} (`{rule.severity.value}`)",
        f"- Hvorfor: {rule.why}",
        f"- Sådan rettes det: {rule.fix}",
    ]
    lines += [f"- Grænse: `{key}`, som udgangspunkt `{json.dumps(defaults[key])}`" for key in rule.parameters]
    if rule.evidence:
        lines.append(f"- Oplysninger til maskiner (`evidence`): {', '.join(f'`{key}`' for key in rule.evidence)}")
    return "\n".join(lines)
