"""R's survival package, where it is installed, is asked the same questions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ati_desktop.evaluation.survival import kaplan_meier, log_rank, restricted_mean
from tests.r import r_says

SCRIPT = """
library(survival)
rows <- read.csv("rows.csv")
fit <- survfit(Surv(time, event) ~ 1, data = rows, conf.type = "log-log")
seen <- fit$n.event > 0
write.csv(data.frame(time = fit$time[seen], risk = fit$n.risk[seen], survival = fit$surv[seen],
  error = (fit$std.err * fit$surv)[seen], low = fit$lower[seen], high = fit$upper[seen]),
  "curve.csv", row.names = FALSE)
test <- survdiff(Surv(time, event) ~ group, data = rows)
mean <- summary(fit, rmean = 200)$table[c("rmean", "se(rmean)")]
options(digits = 15)
write(c(test$chisq, test$exp, mean), "test.txt", ncolumns = 1)
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("r")
    times, events, groups = course()
    lines = [f"{t},{e},{g}" for t, e, g in zip(times, events, groups, strict=True)]
    (folder / "rows.csv").write_text("\n".join(["time,event,group", *lines]), encoding="utf-8")
    (folder / "script.R").write_text(SCRIPT, encoding="utf-8")
    r_says(folder, "script.R")
    return folder


def course() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return 400 invented people in three groups, with many ties."""
    random = np.random.default_rng(20260101)
    times = random.integers(1, 300, 400)
    return times, random.integers(0, 2, 400), random.integers(0, 3, 400)


def test_survival_agrees_with_r(asked: Path) -> None:
    theirs = np.genfromtxt(asked / "curve.csv", delimiter=",", names=True)
    times, events, _ = course()
    ours = kaplan_meier(times, events)
    seen = ours.events > 0
    assert ours.time[seen].tolist() == theirs["time"].tolist()
    assert ours.at_risk[seen].tolist() == theirs["risk"].tolist()
    for mine, name in (
        (ours.survival, "survival"),
        (ours.standard_errors(), "error"),
        (ours.low, "low"),
        (ours.high, "high"),
    ):
        assert mine[seen] == pytest.approx(theirs[name], abs=1e-12, nan_ok=True)


def test_log_rank_and_restricted_mean_agree_with_r(asked: Path) -> None:
    chi, *expected = np.loadtxt(asked / "test.txt").tolist()
    *expected, mean, error = expected
    times, events, groups = course()
    test = log_rank(times, events, groups, 3)
    assert test.chi_square == pytest.approx(chi, abs=1e-9)
    assert test.expected == pytest.approx(tuple(expected), abs=1e-9)
    found = restricted_mean(kaplan_meier(times, events), 200)
    assert found == pytest.approx((mean, error), abs=1e-9)
