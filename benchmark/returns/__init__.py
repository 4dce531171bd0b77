"""A file on its way in: read, recognised, checked, compared with what stands, submitted with a receipt.

Published data and users' returns take the same way.
"""

from benchmark.returns.answers import unanswered
from benchmark.returns.changes import Changes, KindChanges, changes
from benchmark.returns.findings import Finding, FindingGroup, findings_csv, group_findings
from benchmark.returns.intake import CheckedReturn, CheckedSheet, ReadyTable, as_json, check_return
from benchmark.returns.match import NameToConfirm
from benchmark.returns.receipt import Receipt, ReceiptLine, receipt_of
from benchmark.returns.recognise import LEFT_OUT, HeadingToMap
from benchmark.returns.replacing import Replacing, replacing
from benchmark.returns.submit import submit_return, submit_returns
from benchmark.returns.template import template
from benchmark.returns.together import against_each_other

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
