"""A receipt on a page, with its answers and as a file."""

from benchmark.core.definitions import kind_title
from benchmark.core.wording import in_utc, plural
from benchmark.returns import Receipt
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, draw
from benchmark.surfaces.web.site.sitemap import RETURNS

UNFOLDED = 5
"""The most answers that are shown unfolded."""


def show_receipt(receipt: Receipt) -> None:
    """Draw a receipt: what was submitted, whether it is shown, and its file."""
    if receipt.not_shown:
        parts.show_warning(receipt.not_shown_yet)
    numbers = ", ".join(
        f"{line.number} ({kind_title(line.kind)}, {plural(line.rows, 'row')})" for line in receipt.lines
    )
    read = f" of {receipt.rows_read:,} read" if receipt.rows_read is not None else ""
    draw(
        parts.facts(
            [
                ("Number", numbers),
                ("Rows", f"{receipt.rows_submitted:,} submitted{read}"),
                ("Submitted by", f"{receipt.submitted_by}, {in_utc(receipt.submitted_at)}"),
                ("File", f"{receipt.file_name}, SHA-256 {receipt.sha256}"),
                ("Note", receipt.note or "none"),
                *(
                    (
                        "Takes the place of",
                        f"{replaced.number}: {replaced.file_name}, by {replaced.submitted_by}",
                    )
                    for replaced in receipt.replaced
                ),
                *(
                    (
                        f"Confirmed {confirmed.what}",
                        f"{confirmed.written} is {confirmed.stands_for} (kept as {confirmed.number})",
                    )
                    for confirmed in receipt.confirmed
                ),
                ("Entry in the ledger", f"{receipt.head.entry}, sealed as {receipt.head.hash}"),
                *((("Publication", receipt.publication),) if receipt.publication else ()),
            ]
        ),
        answers(receipt),
    )
    draw(
        download_receipt(receipt),
        parts.link(
            "Open it on the page Returns, where it can be taken back",
            f"{RETURNS}?submission={receipt.number}",
        ),
    )


def download_receipt(receipt: Receipt) -> Html:
    """A link to the receipt as a file."""
    return parts.file_link(
        "Download the receipt",
        lambda: receipt.as_json().encode(),
        f"receipt-{receipt.number}.json",
        media_type="application/json",
    )


def answers(receipt: Receipt) -> Html:
    """Every question of the file with its answer; empty if there were none."""
    listed = parts.named_list([(answer.message, f"Answer: {answer.answer}") for answer in receipt.answers])
    if not receipt.answers:
        return listed
    title = f"{plural(len(receipt.answers), 'question')} asked and answered"
    if len(receipt.answers) > UNFOLDED:
        return parts.folded(title, listed)
    return parts.subsection(title) + listed
