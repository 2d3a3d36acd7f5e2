"""The third step: what would happen, or has happened; and how far a long import has come."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from app.web.asking import PageFile, PageRequest, SentOn, Shown
from app.web.imports.files import KeptFile
from app.web.imports.kinds import form_name
from app.web.interior import Refused

#: Groups of problems on the page; the file with the errors written into it has all of them.
_SHOWN_GROUPS = 100


async def show_report(page: PageRequest, report: Mapping[str, Any], kept: KeptFile | None = None) -> Shown:
    """`kept`: where the same file can still be stored."""
    groups: dict[str, Any] = {"items": [], "total": 0}
    if report["problemsTotal"]:
        query = [("groupBy", "problem"), ("limit", str(_SHOWN_GROUPS))]
        groups = await page.interior.get(f"/v1/imports/{report['id']}/problems", query)
    return Shown(
        "imports/report.html",
        {
            "report": report,
            "form_name": form_name(page, report["form"]),
            "groups": groups,
            "conflicting": [group for group in groups["items"] if group["code"] == "conflict"],
            "others": [group for group in groups["items"] if group["code"] != "conflict"],
            "kept": kept,
            "sent": [(name, value) for name, value in page.form.multi_items() if isinstance(value, str)],
        },
        kept=False,
    )


async def job(page: PageRequest) -> Shown:
    """How far it has come; the report, once it is done."""
    found = await page.interior.get(f"/v1/jobs/{page.step('job_id')}")
    if found["state"] == "done" and found["result"] is not None:
        return await show_report(page, found["result"])
    return Shown("imports/job.html", {"job": found, "going_on": found["state"] in {"queued", "running"}}, kept=False)


async def cancel(page: PageRequest) -> SentOn:
    job_id = page.step("job_id")
    try:
        await page.write("DELETE", f"/v1/jobs/{job_id}")
    except Refused as refused:
        # It has ended in the meantime: its page says what it came to.
        if refused.status != HTTPStatus.CONFLICT:
            raise
    return SentOn(f"/import/opgave/{job_id}")


async def with_errors(page: PageRequest) -> PageFile:
    """The file as it was sent, with what is wrong written into it."""
    return PageFile(f"/v1/imports/{page.step('report_id')}/annotated.xlsx", [])
