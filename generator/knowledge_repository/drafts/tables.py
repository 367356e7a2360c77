"""A table in a file (CSV, Excel) → rows of texts. Formulas are never computed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path

MAX_BYTES = 5_000_000
MAX_UNPACKED_BYTES = 50_000_000
"""A file of Excel is an archive."""
MAX_ROWS, MAX_COLUMNS = 5_000, 200
EXCEL = ".xlsx"
DELIMITERS = ",;\t"

Table = list[list[str]]


class BadTable(Exception):
    """The file is no table that can be read; the text is the key of a phrase."""


def read_table(path: Path) -> Table:
    """The rows of a table; each cell is a text without spaces around it.

    Raises:
        BadTable: it cannot be read.
        ModuleNotFoundError: a table in Excel needs the package openpyxl.
        OSError: the file cannot be opened.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BadTable("table-too-large")
    rows: Iterable[Sequence[object]]
    rows = _excel(path) if path.suffix.lower() == EXCEL else _csv(path.read_bytes())
    table: Table = []
    for row in rows:
        if len(table) >= MAX_ROWS or len(row) > MAX_COLUMNS:
            raise BadTable("table-too-large")
        table.append([_text(cell) for cell in row])
    while table and not any(table[-1]):
        table.pop()
    if len(table) < 2:
        raise BadTable("table-empty")
    return table


def cell_name(row: int, column: int) -> str:
    """The name of a cell in a spreadsheet: row 3, column 2 is B3. Both begin at 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def _csv(raw: bytes) -> Iterable[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTable("table-encoding") from None
    head = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=head.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise BadTable("table-broken") from None


def _excel(path: Path) -> Iterable[list[object]]:
    from openpyxl import load_workbook  # an optional package

    try:
        with zipfile.ZipFile(path) as packed:  # no file in it gives more than it says here
            if sum(file.file_size for file in packed.infolist()) > MAX_UNPACKED_BYTES:
                raise BadTable("table-too-large")
        # data_only: the values that were saved with formulas, not the formulas.
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [[*row[: MAX_COLUMNS + 1]] for row in islice(rows, MAX_ROWS + 1)]
    except (OSError, BadTable):
        raise
    except Exception:  # openpyxl raises many classes for a damaged file
        raise BadTable("table-broken") from None


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
