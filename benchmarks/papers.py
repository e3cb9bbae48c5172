"""A referral summary against a bare page of as much text set by reportlab itself."""

from __future__ import annotations

import io
from collections.abc import Iterator

from reportlab.pdfgen.canvas import Canvas

from ati_desktop.reports.referral_summary import render_referral_summary
from benchmarks.timing import Measured, alternate


def measure() -> Iterator[Measured]:
    from tests.reports.papers import FULL

    facts = FULL

    def bare() -> bytes:
        from reportlab.pdfbase import pdfmetrics

        out = io.BytesIO()
        canvas = Canvas(out, invariant=1)
        canvas.setFont(sorted(pdfmetrics.getRegisteredFontNames())[-1], 9)
        for line in range(60):
            canvas.drawString(50, 800 - 12 * line, "The same amount of text as on the paper. " * 2)
        canvas.save()
        return out.getvalue()

    render_referral_summary(facts, str)
    one, other = alternate(lambda: render_referral_summary(facts, str), bare, 11)
    yield Measured("one referral summary", one, "one bare page by reportlab", other)
