"""Workbooks of every spreadsheet program as grids, by calamine: .xlsx, .xlsm, .xlsb, .xls, .ods.

Formulas give the value stored with them; merged areas keep their value in the top left cell; hidden sheets are read and
marked. What calamine cannot be trusted with is looked for before it is called (``xlsx_scan``, ``biff_scan``).
"""

from __future__ import annotations

import zipfile
from concurrent.futures import Future

from yiheng.intake.reading.biff_scan import Errors, scan_xls, scan_xlsb
from yiheng.intake.reading.grid import Grid
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.ods import read_ods
from yiheng.intake.reading.package import opened
from yiheng.intake.reading.sheet_grid import write_sheet
from yiheng.intake.reading.sheets_ahead import Ahead, read_ahead
from yiheng.intake.reading.source import Draft
from yiheng.intake.reading.template import TEMPLATE_SHEETS, contract_form, template_of
from yiheng.intake.reading.workbook_probe import probe
from yiheng.intake.reading.workers import Lost, Workers
from yiheng.intake.reading.xlsx_scan import scan_xlsx
from yiheng.standards.problem import refuse

_AHEAD_BYTES = 32 << 20
"""Sheets that unpack to less are read here: it takes less time than to start a process."""
_AHEAD_MOST = 1 << 30
"""Sheets that unpack to more might need more memory than a process may have that reads what nobody looked through."""
_UNREADABLE = "工作簿内部结构读不通"


def read_package(draft: Draft, limits: Limits, workers: Workers) -> None:
    """A workbook that is a ZIP package: weighed and searched first, so that calamine meets nothing it chokes on.

    A large one is searched while a process of its own reads it; that reading counts only where nothing was found.
    Refuses as :func:`~.package.opened` and :func:`_read` do.
    """
    draft.medium = "Excel"
    ahead = None
    with opened(draft.path, draft.name, limits) as package:
        names = {one.lower().lstrip("/") for one in package.namelist()}
        if "mimetype" in names:
            read_ods(draft, package, limits)
            return
        if "xl/workbook.bin" in names:
            errors = scan_xlsb(package, draft.name, limits)
            probe(draft.path, draft.name)
        else:
            ahead = _begun(draft, limits, workers, package)
            try:
                marks, problems, unusual = scan_xlsx(package, draft.name, limits)
                if unusual:
                    probe(draft.path, draft.name)
            except BaseException:
                if ahead is not None:
                    workers.close()  # whatever it meets there
                raise
            draft.problems += problems
            errors = {one.index: one.errors for one in marks if one.errors}
            if ahead is not None and (unusual or errors):
                workers.close()
                ahead = None
    if ahead is None or not _taken(draft, ahead):
        _read(draft, limits, errors)


def _begun(
    draft: Draft, limits: Limits, workers: Workers, package: zipfile.ZipFile
) -> Future[list[Grid] | None] | None:
    """The reading of a large workbook, begun beside this process, where there is one for it."""
    size = sum(one.file_size for one in package.infolist() if "sheets/" in one.filename)
    if not _AHEAD_BYTES <= size <= _AHEAD_MOST:
        return None
    return workers.beside(read_ahead, Ahead(draft.path, draft.name, draft.number, draft.staging, limits))


def _taken(draft: Draft, ahead: Future[list[Grid] | None]) -> bool:
    """Take the grids that were read ahead. Refuses ``intake_file_damaged`` where reading them ends every process."""
    try:
        grids = ahead.result()
    except Lost:
        probe(draft.path, draft.name)
        return False
    if grids is None:
        return False
    draft.grids += grids
    draft.advance(draft.path.stat().st_size)
    return True


def read_old_workbook(draft: Draft, limits: Limits) -> None:
    """An .xls of Excel 5 to 2003. Refuses as :func:`_read` does."""
    draft.medium = "Excel"
    errors = scan_xls(draft.path, draft.name)
    probe(draft.path, draft.name)
    _read(draft, limits, errors)


def _read(draft: Draft, limits: Limits, errors: Errors) -> None:
    """The worksheets that hold anything, one grid each; a damaged one later does not undo those before.

    Refuses ``intake_file_locked``, ``intake_file_damaged``, ``intake_columns_many``.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
    )

    size = draft.path.stat().st_size
    try:
        book = CalamineWorkbook.from_path(str(draft.path))
        sheets = list(book.sheets_metadata)
        template = template_of(book)
        for index, one in enumerate(sheets):
            if one.typ == SheetTypeEnum.WorkSheet and not (template and one.name in TEMPLATE_SHEETS):
                sheet = book.get_sheet_by_index(index)
                into = draft.grid_path(index)
                grid = write_sheet(sheet, one, into, limits, draft.name, errors.get(index, {}))
                if grid and template and one.name == template.title:
                    grid = contract_form(grid, template)
                if grid:
                    draft.grids.append(grid)
            draft.advance(size // len(sheets))
    except PasswordError:
        raise refuse("intake_file_locked", file=draft.name) from None
    except (CalamineError, OSError):
        raise refuse("intake_file_damaged", file=draft.name, found=_UNREADABLE) from None
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":  # a fault of calamine's own, which is no Exception
            raise
        raise refuse("intake_file_damaged", file=draft.name, found=_UNREADABLE) from None
