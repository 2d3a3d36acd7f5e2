"""The examples of the OpenAPI document: calls that were made on the demonstration, and their answers.

`tests/http/exemplary.py` makes the calls and writes the file beside this module; a test makes them again.
"""

from pathlib import Path
from typing import Any

import orjson

#: Operation → `request` and `answers` by status, and `problems` by status.
FILE = Path(__file__).with_name("examples.json")


def add_examples(document: dict[str, Any]) -> None:
    """Put each example where it was sent or answered."""
    kept = orjson.loads(FILE.read_bytes())
    for item in document["paths"].values():
        for operation in item.values():
            calls = kept["operations"].get(operation["operationId"], {})
            if "request" in calls:
                for content in operation["requestBody"]["content"].values():
                    content["example"] = calls["request"]
            for status, answer in calls.get("answers", {}).items():
                for content in operation["responses"][status]["content"].values():
                    content["example"] = answer
    for status, problem in kept["problems"].items():
        for content in document["components"]["responses"][f"Problem{status}"]["content"].values():
            content["example"] = problem
