"""The rules as clients read them; pure, since they come from the code."""

from app.core.errors import NotFound
from app.core.languages import Text
from app.findings.schemas import RuleView
from app.http.lists import Listing
from app.rules.engine import Rule, catalogue


def rules() -> Listing[RuleView]:
    """Every rule, in the order of the ids."""
    views = [_view(declared) for declared in catalogue().values()]
    return Listing[RuleView](items=views, next_cursor=None, total=len(views))


def rule(rule_id: str) -> RuleView:
    declared = catalogue().get(rule_id)
    if declared is None:
        raise NotFound(Text(f"There is no rule {rule_id}.", da=f"Ingen regel hedder {rule_id}."))
    return _view(declared)


def _view(declared: Rule) -> RuleView:
    return RuleView(
        id=declared.id,
        title=declared.title,
        why=declared.why,
        fix=declared.fix,
        severity=declared.severity,
        parameters=list(declared.parameters),
    )
