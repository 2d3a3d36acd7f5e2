"""Every rule has a reason, a fix, at least one flagged and one ok case, and is in the generated docs/rules.md."""

from pathlib import Path

from app.rules.document import rules_markdown
from app.rules.engine import catalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_promise_6_every_rule_has_a_reason_and_a_fix_and_a_file_of_cases() -> None:
    cases = {path.name for path in (Path(__file__).resolve().parents[1] / "rules" / "catalogue").glob("test_*.py")}
    for rule in catalogue().values():
        assert rule.why
        assert rule.fix
        assert rule.title
        assert any(name.startswith(f"test_{rule.id.lower()}_") for name in cases), rule.id


def test_promise_6_document_says_what_the_code_says() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == rules_markdown()
