"""Takes files in: reads, recognises and checks them, compares them with the current rows, submits them.

Published data and users' returns go through the same steps.
"""

from benchmark.returns.check.replacing import Replacing, replacing
from benchmark.returns.findings import Finding, FindingGroup, findings_csv, group_findings
from benchmark.returns.recognise.kind import LEFT_OUT, HeadingToMap
from benchmark.returns.recognise.organisations import NameToConfirm
from benchmark.returns.submit.changes import Changes, KindChanges, changes
from benchmark.returns.submit.intake import CheckedReturn, CheckedSheet, ReadyTable, as_json, check_return
from benchmark.returns.submit.receipt import Receipt, ReceiptLine, receipt_of
from benchmark.returns.submit.same_visit import against_each_other
from benchmark.returns.submit.submit import submit_return, submit_returns, unanswered
from benchmark.returns.templates.csv_template import template

__all__ = [
    "LEFT_OUT",
    "Changes",
    "CheckedReturn",
    "CheckedSheet",
    "Finding",
    "FindingGroup",
    "HeadingToMap",
    "KindChanges",
    "NameToConfirm",
    "ReadyTable",
    "Receipt",
    "ReceiptLine",
    "Replacing",
    "against_each_other",
    "as_json",
    "changes",
    "check_return",
    "findings_csv",
    "group_findings",
    "receipt_of",
    "replacing",
    "submit_return",
    "submit_returns",
    "template",
    "unanswered",
]
