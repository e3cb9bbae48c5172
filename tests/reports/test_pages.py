from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.reports.blocks import Block, Cell, Gap, Row, Words
from ati_desktop.reports.pages import Page, paginate
from ati_desktop.reports.text import Line, Style

STYLE = Style()
FIRST, ROOM, LEADING = 200.0, 240.0, 10.0


def _row(mark: int, lines: int, *, keeps: bool = False, flows: bool = False) -> Row:
    glyphs = [Line(tuple((char, STYLE) for char in f"{mark}.{n}")) for n in range(lines)]
    return Row((Cell(0, 100, Words(tuple(glyphs), LEADING)),), after=1, keeps=keeps, flows=flows)


def _lines(page: Page) -> list[str]:
    return [
        line.text
        for placed in page
        if isinstance(placed.block, Row)
        for line in placed.block.cells[0].words.lines
    ]


ROWS = st.lists(
    st.tuples(st.integers(1, 60), st.booleans(), st.booleans(), st.booleans()), max_size=25
)


def _blocks(drawn: list[tuple[int, bool, bool, bool]]) -> list[Block]:
    blocks: list[Block] = []
    for mark, (lines, keeps, flows, gap) in enumerate(drawn):
        if gap:
            blocks.append(Gap(8))
        blocks.append(_row(mark, min(lines, 3) if keeps else lines, keeps=keeps, flows=flows))
    return blocks


@given(ROWS)
def test_nothing_is_lost_doubled_or_out_of_order(drawn: list[tuple[int, bool, bool, bool]]) -> None:
    blocks = _blocks(drawn)
    given_lines = [
        line.text for b in blocks if isinstance(b, Row) for line in b.cells[0].words.lines
    ]
    assert [line for page in paginate(blocks, FIRST, ROOM) for line in _lines(page)] == given_lines


@given(ROWS)
def test_no_block_reaches_below_its_page(drawn: list[tuple[int, bool, bool, bool]]) -> None:
    for number, page in enumerate(paginate(_blocks(drawn), FIRST, ROOM)):
        full = ROOM if number else FIRST
        for placed in page:
            assert placed.down + placed.block.height <= full + 0.01


@given(ROWS)
def test_only_running_text_and_rows_longer_than_a_page_are_cut(
    drawn: list[tuple[int, bool, bool, bool]],
) -> None:
    pages = paginate(_blocks(drawn), FIRST, ROOM)
    for mark, (lines, keeps, flows, _) in enumerate(drawn):
        wanted = min(lines, 3) if keeps else lines
        on = [any(text.startswith(f"{mark}.") for text in _lines(page)) for page in pages]
        if not flows and wanted * LEADING + 1 <= ROOM:
            assert sum(on) == 1


def test_a_row_that_keeps_goes_to_the_page_of_the_next_one() -> None:
    pages = paginate([_row(0, 17), _row(1, 1, keeps=True), _row(2, 4)], FIRST, ROOM)
    assert [_lines(page)[0] for page in pages] == ["0.0", "1.0"]


def test_no_page_starts_with_a_gap() -> None:
    pages = paginate([_row(0, 19), Gap(30), _row(1, 3)], FIRST, ROOM)
    assert not any(isinstance(page[0].block, Gap) for page in pages)


def test_no_blocks_still_make_one_page() -> None:
    assert paginate([], FIRST, ROOM) == [[]]
