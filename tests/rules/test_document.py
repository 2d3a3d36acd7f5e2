from pathlib import Path

from app.rules.document import rules_markdown
from app.rules.engine import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def test_page_in_the_repository_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_markdown()


def test_page_holds_every_rule() -> None:
    page = rules_markdown()
    for rule in catalogue().values():
        for text in (f"## {rule.id}", rule.title, rule.why, rule.fix, *rule.parameters):
            assert text in page
