from __future__ import annotations

from itertools import combinations

from ati_desktop.disclosure.cliques import cut

SIZES = dict.fromkeys("abcdefgh", 4)


def sets(*names: str):
    return [frozenset(each) for each in names]


def test_a_chain_of_tables_needs_no_larger_pieces() -> None:
    pieces = cut(sets("ab", "bc", "cd"), SIZES, 1_000)
    assert set(pieces.cliques) == set(sets("ab", "bc", "cd"))
    assert set(pieces.seams) == set(sets("b", "c"))
    assert pieces.exact


def test_a_ring_of_tables_gets_a_chord() -> None:
    pieces = cut(sets("ab", "bc", "cd", "ad"), SIZES, 1_000)
    assert sorted(map(len, pieces.cliques)) == [3, 3]
    assert all(any(table <= clique for clique in pieces.cliques)
               for table in sets("ab", "bc", "cd", "ad"))  # fmt: skip
    assert len(pieces.seams) == 1
    assert len(pieces.seams[0]) == 2


def test_smaller_tables_lie_inside_larger_ones() -> None:
    pieces = cut(sets("abc", "ab", "c"), SIZES, 1_000)
    assert pieces.cliques == (frozenset("abc"),)


def test_tables_that_share_nothing_stay_apart() -> None:
    pieces = cut(sets("ab", "cd"), SIZES, 1_000)
    assert set(pieces.cliques) == set(sets("ab", "cd"))
    assert pieces.seams == ()


def test_every_two_pieces_with_a_variable_in_common_are_tied_along_the_tree() -> None:
    tables = [frozenset((one, two)) for one in "abcd" for two in "efgh"]
    pieces = cut(tables, SIZES, 50_000)
    assert pieces.exact
    assert all(any(table <= clique for clique in pieces.cliques) for table in tables)
    assert pieces.cells == sum(4 ** len(clique) for clique in pieces.cliques)


def test_what_is_too_large_is_cut_into_blocks_that_are_called_so() -> None:
    tables = [frozenset(pair) for pair in combinations("abcdefgh", 2)]
    pieces = cut(tables, SIZES, 2_000)
    assert not pieces.exact
    assert pieces.cells <= 500
    assert all(len(clique) == 3 for clique in pieces.cliques)


def test_where_no_block_fits_the_tables_themselves_are_the_pieces() -> None:
    tables = [frozenset(pair) for pair in combinations("abcdefgh", 2)]
    assert set(cut(tables, SIZES, 10).cliques) == set(tables)
