"""Differentially private dashboards: drawn and paid for once, then always the same answer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from itertools import product

from ati_desktop.casework.desk import Desk
from ati_desktop.casework.privacy_budget import answer_once
from ati_desktop.disclosure.dashboards import SealedDashboard, seal_private
from ati_desktop.disclosure.noisy_counts import (
    NoisyTable,
    add_noise,
    check_privacy,
    off_by,
    sum_off_by,
)
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.public import public_counts, public_evaluation
from ati_desktop.evaluation.spec import Spec


def private_dashboard(
    desk: Desk, data: EvaluationData, spec: Spec, epsilon: float, contributions: int
) -> SealedDashboard:
    """Return a dashboard of differentially private counts.

    Raises:
        Refused: epsilon or the bound is out of range, the specification cannot be used, or the
            budget does not reach.
    """
    check_privacy(epsilon, contributions)
    evaluation = public_evaluation(data, spec)
    values = {variable.name: variable.values for variable in evaluation.variables}
    counts = public_counts(data, spec, evaluation, contributions)

    def draw() -> dict[str, list[int]]:
        noisy = add_noise(counts, values, epsilon=epsilon, contributions=contributions)
        return {" ".join(each.variables): list(each.counts.values()) for each in noisy}

    answer = answer_once(
        desk,
        title=spec.title,
        question=_question(spec, data, values, epsilon, contributions),
        epsilon=epsilon,
        draw=draw,
    )
    tables = [
        NoisyTable(
            names,
            dict(zip(product(*(values[n] for n in names)), answer[" ".join(names)], strict=True)),
        )
        for names in counts
    ]
    return seal_private(
        evaluation,
        tables,
        epsilon=epsilon,
        contributions=contributions,
        off_by=off_by(epsilon, contributions, len(tables)),
        sums=sum_off_by(
            epsilon, contributions, len(tables), max(len(each.counts) for each in tables)
        ),
        least_base=spec.threshold,
    )


def _question(
    spec: Spec,
    data: EvaluationData,
    values: dict[str, tuple[str, ...]],
    epsilon: float,
    contributions: int,
) -> str:
    """Return everything an answer depends on, without the words around it, as one checksum.

    The figures of one month are one state: rebuilt within the month, they get the answer that was
    given, not a second one.
    """
    asked = asdict(spec)
    for words in ("title", "name", "threshold"):
        asked.pop(words)
    content = [asked, data.as_of, sorted(values.items()), repr(epsilon), contributions]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
