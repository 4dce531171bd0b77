"""Writes docs/method.md: every formula in one document, with values from the definitions and the code.

Run `python -m benchmark.surfaces.files.method`.
"""

from collections.abc import Iterable
from typing import Any, Final, get_args

from benchmark.charts.markup import render
from benchmark.common import variance
from benchmark.core.definitions import definitions, fixed_rules
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import decimal, per_cent
from benchmark.questions.gaps.measure import FEWEST_FOR_QUARTILES, FEWEST_FOR_SPREAD
from benchmark.questions.learning.expected import FEWEST_FOR_EXPECTATION
from benchmark.questions.learning.measure import MOST_ASKED
from benchmark.questions.progress import chance
from benchmark.questions.progress.verdict import TOO_FEW, verdicts
from benchmark.questions.spend.measure import FEWEST_FOR_CORRELATION
from benchmark.questions.trusts import measure as trusts
from benchmark.questions.trusts.similarity import MOST_SIMILAR
from benchmark.store.publication.bands import NARROWEST_BAND
from schemas.definitions import EndMove, FixedRules, RangeMove

FILE: Final = PROJECT_ROOT / "docs" / "method.md"
_FEW: Final = {"assessed": 21, "current": 17}
"""Systems with too few trusts for a standard deviation, by footprint. A test compares them with the data."""
_NOT_KNOWN: Final = "not known"


def in_use() -> dict[str, float | str]:
    """Name of a rule that can be fixed in advance -> its value now."""
    loaded = definitions()
    found: dict[str, float | str] = {
        f"thresholds.{threshold.key}": threshold.value for threshold in loaded.thresholds
    }
    found |= {f"material.{entry.domains or _NOT_KNOWN}": entry.value for entry in loaded.materiality}
    found |= {"seeds.movement": chance.SEED, "seeds.systems": variance.SEED}
    for verdict in loaded.verdicts:
        for when in verdict.when:
            for floor in when.floor:
                for ceiling in when.ceiling:
                    found[f"movements.{when.range}.{floor}.{ceiling}"] = verdict.key
    return found


def method_document() -> str:
    """The document as Markdown: formulas, what cannot be known, and the rules fixed in advance."""
    loaded, fixed = definitions(), fixed_rules()
    framework = loaded.framework
    whole = render(
        "surfaces/files/method.md",
        t=lambda key: _plain(loaded.threshold(key)),
        per_cent=lambda key: f"{100 * loaded.threshold(key):g}%",
        points=lambda key: f"{100 * loaded.threshold(key):g} percentage points",
        framework=framework,
        pillars=framework.pillars,
        scale={"lowest": _plain(framework.scale.lowest), "highest": _plain(framework.scale.highest)},
        settings=", ".join(setting.name.lower() for setting in loaded.care_settings),
        n_returns=285,
        levels=_table(
            ("level", "we call it", "in our words"),
            ((level.level, level.name, level.words) for level in framework.assessment.levels),
        ),
        standards=_table(
            ("standard", "rule"), ((baseline.name, baseline.rule) for baseline in loaded.baselines)
        ),
        materiality=_table(
            ("domains", "material from", "why"),
            (
                (entry.domains or _NOT_KNOWN, _plain(entry.value), entry.reason)
                for entry in loaded.materiality
            ),
        ),
        domains=_table(
            ("pillar", *(setting.name for setting in loaded.care_settings)),
            (
                (
                    pillar.name,
                    *(pillar.domains_of(setting.name) or _NOT_KNOWN for setting in loaded.care_settings),
                )
                for pillar in framework.pillars
            ),
        ),
        verdicts=_table(
            ("verdict", "called so when"), ((verdict.label, verdict.meaning) for verdict in loaded.verdicts)
        ),
        references=_table(
            ("reference", "as of", "what it says"),
            ((reference.name, reference.as_of, reference.note) for reference in loaded.spend_references),
        ),
        thresholds=_table(
            ("key", "value", "applies to", "why"),
            (
                (f"`{threshold.key}`", _plain(threshold.value), threshold.applies_to, threshold.reason)
                for threshold in loaded.thresholds
            ),
        ),
        too_few=verdicts()[TOO_FEW].label,
        seed=chance.SEED,
        seed_of_systems=variance.SEED,
        fewest_for_spread=FEWEST_FOR_SPREAD,
        fewest_for_quartiles=FEWEST_FOR_QUARTILES,
        fewest_for_peer_quartiles=trusts.FEWEST_FOR_QUARTILES,
        fewest_for_expectation=FEWEST_FOR_EXPECTATION,
        fewest_for_correlation=FEWEST_FOR_CORRELATION,
        most_similar=MOST_SIMILAR,
        most_asked=MOST_ASKED,
        narrowest_band=NARROWEST_BAND,
        few=_FEW,
        found={entry.footprint: entry for entry in fixed.found},
        fixed=fixed,
        fixed_table=_fixed(fixed),
        grids=_grids(fixed),
        found_table=_found(fixed),
        changes=_changes(fixed),
    )
    return f"{whole}\n"


def _fixed(fixed: FixedRules) -> str:
    """The rules that are numbers: as fixed, and as in use now."""
    now = in_use()
    rules = {name: value for name, value in fixed.fixed().items() if not name.startswith("movements.")}
    about = {f"thresholds.{threshold.key}": threshold.applies_to for threshold in definitions().thresholds}
    return _table(
        ("rule", "fixed at", "in use", "applies to"),
        (
            (f"`{name}`", _plain(value), _plain(now[name]), about.get(name) or _about(name))
            for name, value in rules.items()
        ),
    )


def _about(name: str) -> str:
    part, _, key = name.partition(".")
    if part == "material":
        return f"a difference on a pillar; number of domains: {key}"
    return f"the draws of chance ({key}): the seed from which they start"


def _grids(fixed: FixedRules) -> str:
    """The verdicts by floor and ceiling, one table for each movement of the range."""
    ends = get_args(EndMove)
    return "\n\n".join(
        f"The range {range_move}:\n\n"
        + _table(
            ("floor", *(f"ceiling {end}" for end in ends)),
            (
                (end, *(verdicts()[key].label for key in row))
                for end, row in zip(ends, fixed.movements[range_move], strict=True)
            ),
        )
        for range_move in get_args(RangeMove)
    )


def _found(fixed: FixedRules) -> str:
    names = {"assessed": "as assessed", "current": "today's ICSs"}
    lines = (
        ("systems", [entry.systems for entry in fixed.found]),
        ("with a verdict", [entry.with_verdict for entry in fixed.found]),
        ("levelled up", [entry.levelled_up for entry in fixed.found]),
        (
            "level up by chance alone",
            [f"{decimal(entry.by_chance, 1)} ({entry.band[0]} to {entry.band[1]})" for entry in fixed.found],
        ),
        (
            "verdict rests on single trusts",
            [f"{entry.verdict_rests_on_a_trust} of {entry.left_out_in_turn}" for entry in fixed.found],
        ),
        ("came closer than chance explains", [entry.readings["closer"] for entry in fixed.found]),
        ("no more than chance explains", [entry.readings["chance"] for entry in fixed.found]),
        ("moved further apart than chance explains", [entry.readings["apart"] for entry in fixed.found]),
        (
            "outside their own band",
            [
                f"{entry.readings['closer'] + entry.readings['apart']} of {sum(entry.readings.values())}"
                for entry in fixed.found
            ],
        ),
        (
            "outside by chance alone",
            [f"{entry.outside_by_chance[0]} to {entry.outside_by_chance[1]}" for entry in fixed.found],
        ),
        (
            "variance of 2025 between systems; by chance; P",
            [
                f"{per_cent(between['share'])}; {per_cent(between['by_chance'])}; {decimal(between['p'], 2)}"
                for between in (entry.between_systems for entry in fixed.found)
            ],
        ),
    )
    return _table(
        ("2024 to 2025", *(names[entry.footprint] for entry in fixed.found)),
        ((name, *values) for name, values in lines),
    )


def _changes(fixed: FixedRules) -> str:
    if not fixed.changed:
        return "None."
    return _table(
        ("on", "rule", "before", "after", "why"),
        (
            (change.on, f"`{change.rule}`", change.before, change.after, change.reason)
            for change in fixed.changed
        ),
    )


def _plain(value: float | str) -> str:
    """A threshold in digits: counts and pounds with thousands separators, seeds without."""
    if isinstance(value, str):
        return value
    return f"{value:.10g}" if value > 10_000_000 else f"{value:,.10g}"


def _table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    lines = [[*headings]]
    lines.append(["---"] * len(lines[0]))
    lines += [[str(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    FILE.write_text(method_document(), encoding="utf-8")
