"""What is proposed in place of a cell is never a wrong number: it is right, or it is asked."""

from __future__ import annotations

import re

import pytest

from clusterkit.evidence.amounts import numbers_of
from clusterkit.evidence.definition import data_dir, read_schema
from clusterkit.evidence.meant import number_asked

COLUMNS = {
    name: [field.name for field in table.fields]
    for name, table in read_schema(data_dir()).tables.items()
}
TWO = "44000 (or 44, if its comma or point stands before decimals)"


def asked(column: str, cell: str, table: str = "employment") -> str:
    return number_asked(column, COLUMNS[table], whole="year" in column)(cell)


@pytest.mark.parametrize(
    ("cell", "ends"),
    [
        ("40 to 50 thousand", ("40000", "50000")), ("40k-50k", ("40000", "50000")),
        ("1.5 to 2 million", ("1500000", "2000000")), ("1 to 2 lakh", ("100000", "200000")),
        ("40 thousand to 1 million", ("40000", "1000000")), ("either 40 or 50", ("40", "50")),
        ("44000 or 45000", ("44000", "45000")), ("500-1000 workers", ("500", "1000")),
        ("44 000 to 45 000", ("44000", "45000")), ("900 to 1.2 million", ("the lower", "the higher")),
        ("44-45,000", ("the lower", "the higher")), ("40000-50", ("the lower", "the higher")),
        ("12,000 to 15,000", ("the lower", "the higher")),
    ],
)  # fmt: skip
def test_a_multiple_or_a_word_behind_a_range_is_of_both_ends(cell, ends):
    assert f"write {ends[0]} into lower and {ends[1]} into upper" in asked("value", cell)


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("about 44,000", f"write {TWO}, and put about into qualifier"),
        ("~44.000", f"write {TWO}, and put about (for '~') into qualifier"),
        ("over 44,000", f"write {TWO} into lower, and put over into qualifier"),
        ("44,000+", f"write {TWO} into lower, and put over (for '+') into qualifier"),
        ("nearly 44000", "write 44000, and put about (for 'nearly') into qualifier"),
        ("almost 44000", "write 44000, and put about (for 'almost') into qualifier"),
        ("500 or more", "write 500 into lower, and put over (for 'or more') into qualifier"),
        ("no more than 500", "write 500 into upper, and put under (for 'no more than')"),
        ("about 44 thousand workers", "write 44000, and put about into qualifier; what is counted"),
        ("over 1,200,000 jobs", "write 1200000 into lower, and put over into qualifier"),
        ("10+ firms", "write 10 into lower, and put over (for '+') into qualifier; what is counted"),
    ],
)  # fmt: skip
def test_the_columns_of_an_approximation_are_named_however_its_number_is_written(cell, part):
    assert part in asked("value", cell)


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("44,000 workers", f"write {TWO}; what is counted stands in unit"),
        ("44.000 jobs", f"write {TWO}; what is counted stands in unit"),
        ("44.125 jobs", "write 44125 (or 44.1250, if"),
        ("4,40,000", ": write 440000"), ("44 000", ": write 44000"), ("44'000", ": write 44000"),
        ("44’000", ": write 44000"), ("44\u202f000", ": write 44000"), ("1.234.567,5", ": write 1234567.5"),
        ("12,5", ": write 12.5"), ("44000 small firms", "write 44000; what is counted"),
        ("-35%", "write -35, and percent"), ("2 dozen", "in digits: 24"),
    ],
)  # fmt: skip
def test_a_number_with_signs_or_words_is_one_number_or_both(cell, part):
    assert part in asked("value", cell)


@pytest.mark.parametrize(
    "cell",
    ["3x", "10 times", "3 times as many", "3-fold", "threefold", "doubled", "tripled", "3 ×"],
)
def test_a_multiple_is_sent_to_the_measure_that_holds_it(cell):
    assert "measure total_change, in percent, where three times as many is 200" in asked(
        "value", cell
    )
    assert "write" not in asked("value", cell, "policies")


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("value", "1/2", "could be a fraction or two numbers"), ("value", "0x10", ""), ("value", "1e999", ""),
        ("value", "44000 m", "what is counted stands in unit"), ("value", "40% of workers", ""),
        ("value", "2 score", "what is counted stands in unit"), ("value", "44000 (2005)", ""),
        ("value", "1.500 million", ""), ("value", "44,0000", ""), ("value", "9" * 40, ""),
        ("value", "٤٤ jobs", ""),
        ("duration_lower", "5 days", "a number of years"), ("duration_lower", "two years", "a number of years"),
        ("duration_lower", "44,000", "a number of years"),
        ("year_lo", "1997-8", ""), ("year_lo", "19th century", ""), ("year_lo", "1900s", ""),
        ("year_lo", "20s", ""), ("year_lo", "5 to 10", ""), ("year_lo", "1997-1996", ""),
        ("latitude", "22°75'N", "less than 60"), ("latitude", "22°15'75\"N", "less than 60"),
        ("latitude", "22.5°30'N", ""), ("latitude", "-22°S", ""), ("latitude", "22815", ""),
        ("latitude", "22 49", ""), ("latitude", "95°N", "from -90 to 90"),
        ("longitude", "181°E", "from -180 to 180"),
    ],
)  # fmt: skip
def test_where_nobody_can_know_no_number_is_proposed(column, cell, part):
    table = "settings" if column in ("latitude", "longitude") else "employment"
    sentence = asked(column, cell, table)
    assert part in sentence
    assert not re.search(r"write -?\d", sentence)


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("6 months", "write 0.5, in years"), ("18 months", "write 1.5"), ("2 decades", "write 20"),
        ("20 years", "write 20"), ("1,5 years", "write 1.5"),
        ("6-12 months", "write 0.5 into duration_lower and 1 into duration_upper"),
        ("20 to 25 years", "write 20 into duration_lower and 25 into duration_upper"),
        ("over 10", "write 10 into duration_lower and leave duration_upper empty"),
        ("10+", "write 10 into duration_lower and leave duration_upper empty"),
        ("10 or more years", "write 10 into duration_lower and leave duration_upper empty"),
        ("less than 20 years", "write 20 into duration_upper and leave duration_lower empty"),
        ("about 10", "the fewest that it may be into duration_lower and the most into duration_upper"),
    ],
)  # fmt: skip
def test_durations_are_years_between_two_bounds(cell, part):
    assert part in asked("duration_lower", cell)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("late 1990s", 1997, 1999), ("early 1990s", 1990, 1993), ("mid-1990s", 1994, 1996),
        ("in the late 1980s", 1987, 1989), ("in the early 1970s", 1970, 1973),
        ("early 2000s", 2000, 2003), ("in the 1980s", 1980, 1989), ("the 80s", 1980, 1989),
        ("mid to late 1990s", 1994, 1999), ("1997 or 1998", 1997, 1998), ("1997/98", 1997, 1998),
        ("1998-20", 1998, 2020), ("between 1995 and 2001", 1995, 2001),
    ],
)  # fmt: skip
def test_parts_of_decades_are_those_of_the_paper_and_two_years_both(cell, first, last):
    assert asked("year_lo", cell) == f"one year: write {first} into year_lo and {last} into year_hi"


def test_the_conventions_on_decades_are_those_of_the_readme():
    text = (data_dir() / "README.md").read_text(encoding="utf-8")
    (said,) = re.findall(r"^\| in 1993; (in the .*?) \| 1993–1993; (.*?) \|$", text, flags=re.M)
    for cell, years in zip(said[0].split("; "), said[1].split("; "), strict=True):
        first, last = years.split("–")
        assert f"write {first} into year_lo and {last} into year_hi" in asked("year_lo", cell)


@pytest.mark.parametrize(
    "cell",
    ["5/1997", "05.1997", "May 1997", "12 May 1997", "May 12, 1997", "1997-05-12", "12.5.1997",
     "1997 May", "spring 1997", "Q2 1997", "in 1997"],
)  # fmt: skip
@pytest.mark.parametrize(("column", "table"), [("year_lo", "employment"), ("year_hi", "policies")])
def test_a_date_is_its_year(cell, column, table):
    assert asked(column, cell, table) == "one year, without month or day: write 1997"


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("1997-05", "write 1997 if 05 is a month, or 1997 into year_lo and 2005 into year_hi if it is a year"),
        ("2001-05", "write 2001 if 05 is a month, or 2001 into year_lo and 2005 into year_hi"),
        ("1997?", "write 1997 without the sign ?; where it may be another, the first that it may be into year_lo"),
        ("before 1997", "write 1996, or 1997 if that year counts too, into year_hi"),
        ("after 1990", "write 1991, or 1990 if that year counts too, into year_lo"),
        ("by 2007", "write 2007 into year_hi"), ("since 1990", "write 1990 into year_lo"),
    ],
)  # fmt: skip
def test_a_year_that_could_be_two_is_told_with_both(cell, part):
    assert part in asked("year_lo", cell)


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("latitude", "6.35.17", "write 6.5881 as degrees, minutes and seconds"),
        ("latitude", "22°49' North", "write 22.8167"), ("latitude", "22.815°", "write 22.815"),
        ("longitude", "70 50 W", "write -70.8333"), ("longitude", "70°O", "O may be east or west"),
    ],
)  # fmt: skip
def test_degrees_are_converted_where_their_parts_are_sure(column, cell, part):
    assert part in asked(column, cell, "settings")


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("3 years", "write 3, and years into value_unit"), ("6 months", "write 0.5, and years"),
        ("5-10 %", "leave value empty, and percent into value_unit"), ("over 500", "write 500 into lower"),
        ("about 500", "write what it may be into lower and upper"),
    ],
)  # fmt: skip
def test_a_table_without_qualifier_is_sent_to_the_columns_that_it_has(cell, part):
    sentence = asked("value", cell, "policies")
    assert part in sentence
    assert "qualifier" not in sentence
    assert "choose" not in sentence


@pytest.mark.parametrize(
    "text", ["1,234", "1.234", "44 000", "4,40,000", "12,5", "0,500", "1,234.5"]
)
def test_what_is_proposed_for_a_number_has_one_reading(text):
    for number in filter(None, numbers_of(text)):
        assert numbers_of(number) == (number, "")
