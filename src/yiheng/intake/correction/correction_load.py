"""Taking a corrected workbook: its rows go the way of every delivery, under the number and month of the sender they came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from yiheng.engine.city import City
from yiheng.engine.facts import open_facts
from yiheng.engine.publish import publish
from yiheng.engine.snapshot import Snapshot, current_snapshot
from yiheng.intake.correction.closing import closing_rows
from yiheng.intake.correction.corrected import Corrected, corrected_sheets
from yiheng.intake.delivery_load import Accept, Delivery, Loaded, Terms, Watch, settled_sheets, take
from yiheng.intake.person.mask import Masking
from yiheng.intake.quality.catalogue import checks_of
from yiheng.intake.receipt import (
    delivery_number,
    first_received,
    keep_originals,
    loaded_files,
    working_folder,
)
from yiheng.intake.recognition.dictionary import dictionary
from yiheng.intake.recognition.recognise import Asked, recognise
from yiheng.intake.register.handover import handover_form
from yiheng.intake.register.record import (
    INTAKE_PROBLEM,
    DeliveryRecord,
    delivery_folder,
    file_names,
    published,
    write_record,
)
from yiheng.standards.problem import Problem

CORRECTION = "correction"


def load_correction(city: City, path: Path, terms: Terms, accept: Accept, watch: Watch) -> Loaded:
    """Take a corrected workbook into its city: changed rows are loaded, what they mend is closed, the rest waits.

    Refuses a workbook that is none of ours, and whatever publishing refuses.
    """
    before = current_snapshot(city)
    region = city.settings.region
    with working_folder(city) as work:
        masking = Masking.of(terms.content, region)
        corrected = corrected_sheets(
            path, city, work / "grids", masking, _whole_document_checks(terms, region)
        )
        number = delivery_number([corrected.file])
        told = _told(corrected)
        if not terms.again and corrected.file.sha256 in loaded_files(city, before):
            return Loaded(number, None, {}, {}, (path.name,), told)
        if not corrected.closes:
            return Loaded(number, None, {}, {}, (), told)
        record = _record(city, corrected, number, terms)
        closed = _closed(city, before, corrected, number, terms)
        if not corrected.sheets:
            snapshot = _withdraw(city, corrected, record, closed, terms)
            return Loaded(number, snapshot, {}, {}, (), told)
        watch.doing("识别", "")
        known = dictionary(terms.content, terms.contract, region)
        form = handover_form(terms.content, region)
        found = recognise(corrected.sheets, known, form, Asked(corrected.mark.sender_no))
        month = corrected.mark.month
        own = tuple(
            replace(one, nature=CORRECTION, hints=replace(one.hints, period=month)) for one in found.sheets
        )
        recognition = replace(found, sheets=own)
        sheets, refused = settled_sheets(city, recognition, known, accept)
        if refused or found.problems:  # a row that is not understood must not be closed
            return Loaded(number, None, {}, {}, (), (*told, *found.problems, *refused))
        delivery = Delivery(
            city, before, number, (corrected.file,), corrected.sheets, recognition, tuple(sheets), known,
            record=record, closed=closed,
        )  # fmt: skip
        done = take(delivery, terms, work, watch)
        return replace(done, problems=(*told, *done.problems))


def _whole_document_checks(terms: Terms, region: str) -> set[str]:
    checks = checks_of(terms.content, region, terms.now.date())
    return {name for name, check in checks.items() if check.whole_document}


def _told(corrected: Corrected) -> tuple[Problem, ...]:
    """Changed rows that wait for their document, and how many rows were left as they were."""
    waiting = Problem(
        "correction_waiting", "information", file=corrected.file.name, found=str(corrected.unchanged)
    )
    return (*corrected.held, *((waiting,) if corrected.unchanged else ()))


def _record(city: City, corrected: Corrected, number: str, terms: Terms) -> DeliveryRecord:
    mark = corrected.mark
    received: datetime = first_received(city, number, terms.now)
    return DeliveryRecord(
        number, mark.sender_no, mark.sender, received, corrected.file.medium, mark.month, CORRECTION, terms.note,
        corrects=mark.delivery_no,
    )  # fmt: skip


def _closed(city: City, before: Snapshot, corrected: Corrected, number: str, terms: Terms) -> pa.Table:
    mended = corrected.mark.delivery_no
    names = file_names(delivery_folder(city, mended))
    with open_facts(city, before, terms.contract) as facts:
        return closing_rows(facts, terms.contract, mended, number, corrected.closes, names)


def _withdraw(
    city: City, corrected: Corrected, record: DeliveryRecord, closed: pa.Table, terms: Terms
) -> Snapshot:
    """Where all that came back was withdrawn, only the closing is published."""
    keep_originals(city, record.number, [corrected.file])
    write_record(city, record)
    snapshot = publish(
        city, {INTAKE_PROBLEM: closed}, terms.contract, note=terms.note or f"作废 {record.number}",
        as_of=record.received, codes=terms.codes,
    )  # fmt: skip
    published(city, record, snapshot.number)
    return snapshot
